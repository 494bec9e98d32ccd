// Tangled from chapters/00_shapes.nw: edit that, not this file.
int main() {
  // Analysis: count-time
  row(seconds([] { count({2, 3}); }));
}
