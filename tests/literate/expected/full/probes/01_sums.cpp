// Tangled from chapters/01_sums.nw: edit that, not this file.
int main() {
  // Make the numbers of the probes
  Draw draw(the_seed_of_the_grader);
  // Probe: shape-sum
  emit(sum(draw.shape()));
}
