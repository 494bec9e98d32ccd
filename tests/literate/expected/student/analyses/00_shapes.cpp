int main() {
  // Analysis: count-time
  row(seconds([] { count({2, 3}); }));
}
