#!/bin/sh
# Tangled from chapters/01_sums.nw: edit that, not this file.
meson test
