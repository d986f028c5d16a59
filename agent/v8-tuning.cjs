'use strict'
// V8's flags of builds, and the start of threads beside them. Loaded once for the process: see bundle.mjs.

/** Those that are set, and as V8 is built. */
let flags = []
/** Threads that have not begun. */
let starting = 0

/** Sets them. Of V8's and Node's modules, what is compiled under other flags is compiled again. */
exports.tune = function tune () {
  // What each build needs of Node comes first: it has them compiled, under its own flags.
  for (const name of ['crypto', 'timers/promises', 'zlib', 'fs/promises']) require(`node:${name}`)
  // From 1 MB to 16 at once: on the way each collection only moved what stays.
  flags = [['--semi-space-growth-factor=16', '--semi-space-growth-factor=2']]
  // Not those of Node 22 and later: they have no such budget, and say so.
  if (process.versions.v8.startsWith('11.')) {
    // Most runs end within a second: optimising each warm function took a sixth of their processor time. Where
    // runs follow one another, the first ones took a third more than without a worker.
    flags.push(['--interrupt-budget=528000', '--interrupt-budget=67584'])
    // Threads that share out some megabytes wait for one another: a quarter of a short run's processor time.
    flags.push(['--no-parallel-scavenge', '--parallel-scavenge'])
  }
  set(0)
}

/** A thread that `start` starts: it takes Node's modules compiled, which saves it half of 50 ms. */
exports.startThread = function startThread (start) {
  if (starting++ === 0) set(1)
  let hasBegun = false
  const goOn = () => {
    if (!hasBegun && --starting === 0) set(0)
    hasBegun = true
  }
  try {
    return start().once('online', goOn).once('exit', goOn)
  } catch (error) {
    goOn()
    throw error
  }
}

/** What is loaded so late of Node's modules is taken compiled, too: `http` in 1.3 ms and not in 5. */
exports.loadBuiltin = function loadBuiltin (name) {
  if (starting === 0) set(1)
  try {
    return require(name)
  } finally {
    if (starting === 0) set(0)
  }
}

function set (which) {
  if (flags.length === 0) return
  const { setFlagsFromString } = require('node:v8')
  for (const flag of flags) setFlagsFromString(flag[which])
}
