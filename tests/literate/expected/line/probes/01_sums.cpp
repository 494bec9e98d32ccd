#line 56 "chapters/01_sums.nw"
// Tangled from chapters/01_sums.nw: edit that, not this file.
int main() {
  // Make the numbers of the probes
#line 82 "chapters/00_shapes.nw"
  Draw draw(the_seed_of_the_grader);
#line 59 "chapters/01_sums.nw"
  // Probe: shape-sum
#line 54 "chapters/01_sums.nw"
  emit(sum(draw.shape()));
#line 60 "chapters/01_sums.nw"
}
