#line 75 "chapters/00_shapes.nw"
// Tangled from chapters/00_shapes.nw: edit that, not this file.
int main() {
  // Make the numbers of the probes
#line 82 "chapters/00_shapes.nw"
  Draw draw(the_seed_of_the_grader);
#line 78 "chapters/00_shapes.nw"
  // Probe: shape-count
#line 68 "chapters/00_shapes.nw"
  emit(count(draw.shape()));
#line 79 "chapters/00_shapes.nw"
}
