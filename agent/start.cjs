'use strict'
// Starts packline. What builds call often comes from one file with its compiled code kept beside it: that starts in 15 ms on top of
// Node where the modules one by one take 50. Everything else, and every machine without that file, takes the modules.
require('./node-version.cjs')
const { readFileSync, renameSync, writeFileSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

const bundledCommands = ['assets', 'atlas', 'ccsui']
const file = join(__dirname, 'bundle.cjs')
const codeFile = `${file}.${process.version}-${process.arch}`

const source = bundledCommands.includes(process.argv[2]) ? readIfThere(file, 'latin1') : undefined
if (source === undefined) import('./main.js')
else runBundle()

function runBundle () {
  // Most runs end within a second: optimising each warm function took a sixth of their processor time.
  setFlagsFromString('--interrupt-budget=528000')
  // Pictures are decoded and encoded on libuv's threads: more of them than cores only wait for one another.
  if (process.env.UV_THREADPOOL_SIZE === undefined) {
    process.env.UV_THREADPOOL_SIZE = String(Math.max(2, availableParallelism()))
  }
  const cachedData = readIfThere(codeFile)
  const script = new Script(`(function (require, module, exports, __dirname) {${source}\n})`, {
    filename: file,
    cachedData
  })
  // After the run: functions that were compiled meanwhile are kept too.
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', () => {
      keepCode(script)
    })
  }
  script.runInThisContext()(require, module, exports, __dirname)
}

function keepCode (script) {
  try {
    const temporary = `${codeFile}.${process.pid}`
    writeFileSync(temporary, script.createCachedData())
    renameSync(temporary, codeFile)
  } catch (error) {
    // It only saves time, and the folder may belong to somebody else.
  }
}

function readIfThere (path, encoding) {
  try {
    return readFileSync(path, encoding)
  } catch (error) {
    return undefined
  }
}
