#line 92 "chapters/00_shapes.nw"
// Tangled from chapters/00_shapes.nw: edit that, not this file.
int main() {
  // Analysis: count-time
#line 90 "chapters/00_shapes.nw"
  row(seconds([] { count({2, 3}); }));
#line 95 "chapters/00_shapes.nw"
}
