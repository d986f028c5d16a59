'use strict'
// Starts packline: from one file with its compiled code kept beside it, one for the commands that builds call
// often (they start in 15 ms on top of Node where the modules one by one take 50) and one for everything (an
// agent is up with a third of the processor time). A machine without those files takes the modules.
const { sayIn } = require('./node-version.cjs')
const { readFileSync, renameSync, writeFileSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')
const { setFlagsFromString } = require('node:v8')
const { Script } = require('node:vm')

const [, , word = '', , , , , wordOfJob = ''] = process.argv
const isJob = word === 'job-process'
const command = isJob ? wordOfJob : word
const isOfAssets = ['assets', 'atlas', 'ccsui'].includes(command)
const file = join(__dirname, isOfAssets ? 'assets.bundle.cjs' : 'all.bundle.cjs')
// Each holds what its runs use of the file and no more: the rest would cost them time.
const use = isJob ? 'job' : isOfAssets ? 'assets' : command
const codeFile = `${file}.${process.version}-${process.arch}.${use}`

const source = /^[a-z][a-z-]*$/.test(command) ? readIfThere(file, 'latin1') : undefined
if (source === undefined) import(isJob ? './job-main.js' : './main.js').catch(tellIncomplete)
else runBundle()

function runBundle () {
  if (isOfAssets) tuneForOneRun()
  const cachedData = readIfThere(codeFile)
  const script = new Script(`(function (require, module, exports, __dirname) {${source}\n})`, {
    filename: file,
    cachedData
  })
  // After the run: functions that were compiled meanwhile are kept too.
  if (cachedData === undefined || script.cachedDataRejected) {
    process.once('exit', status => {
      if (isOfAssets || status === 0) keepCode(script)
    })
  }
  try {
    script.runInThisContext()(require, module, exports, __dirname)
    module.exports[isJob ? 'job' : 'main']()
  } catch (error) {
    tellIncomplete(error)
  }
}

function tuneForOneRun () {
  // Most runs end within a second: optimising each warm function took a sixth of their processor time.
  // Node 22 and later have no such flag, and say so.
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=528000')
  // Pictures are decoded and encoded on libuv's threads: more of them than cores only wait for one another.
  if (process.env.UV_THREADPOOL_SIZE === undefined) {
    process.env.UV_THREADPOOL_SIZE = String(Math.max(2, availableParallelism()))
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
