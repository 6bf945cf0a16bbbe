#!/usr/bin/env node
// npm links the command of a workspace only if its file is there at `npm ci`, which is before the build.
import '../dist/main.js';
