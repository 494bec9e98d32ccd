// Tangled from chapters/00_shapes.nw: edit that, not this file.
int main() {
  // Make the numbers of the probes
  Draw draw(the_seed_of_the_grader);
  // Probe: shape-count
  emit(count(draw.shape()));
}
