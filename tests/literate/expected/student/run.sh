#!/bin/sh
meson test
