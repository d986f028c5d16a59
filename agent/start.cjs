'use strict'
// Starts packline. What builds call often comes from one file with its compiled code kept beside it: that starts in 15 ms on top of
// Node where the modules one by one take 50. Everything else, and every machine without that file, takes the modules.
const { sayIn } = require('./node-version.cjs')
const { readFileSync, renameSync, writeFileSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

const bundledCommands = ['assets', 'atlas', 'ccsui']
const file = join(__dirname, 'bundle.cjs')
const codeFile = `${file}.${process.version}-${process.arch}`

const source = bundledCommands.includes(process.argv[2]) ? readIfThere(file, 'latin1') : undefined
if (source === undefined) import('./main.js').catch(tellIncomplete)
else runBundle()

function runBundle () {
  // Most runs end within a second: optimising each warm function took a sixth of their processor time.
  // Node 22 and later have no such flag, and say so.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=528000')
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
  try {
    script.runInThisContext()(require, module, exports, __dirname)
  } catch (error) {
    tellIncomplete(error)
  }
}

// An update may take modules away while packline starts.
function tellIncomplete (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') throw error
  const [reason] = error.message.split('\n')
  sayIn(
    'A part of the installation is missing: ' + reason +
      '. It is being updated, or an update was cut off: start again ' +
      'in a moment, or run "scripts/packline --version" in the installation.',
    '安装缺少一部分：' + reason +
      '。安装正在更新，或更新中断：请稍后再试，或在安装目录中运行 "scripts/packline --version"。'
  )
  process.exit(3)
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
