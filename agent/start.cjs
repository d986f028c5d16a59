'use strict'
// Starts packline: from files with their compiled code kept beside them, the first of which is all that a build with
// nothing to do needs. A machine without those files takes the modules.
const { sayIn } = require('./node-version.cjs')
const { existsSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')

const [, , word = '', , , , , wordOfJob = ''] = process.argv
const isJob = word === 'job-process'
const isWorker = word === 'resident-worker'
const command = isJob ? wordOfJob : isWorker ? 'assets' : word
const isOfAssets = ['assets', 'atlas', 'ccsui'].includes(command)
// Compiled code is kept by what runs use of a file: the rest would cost them time.
const use = isJob
  ? 'job'
  : isWorker
  ? 'worker'
  : isOfAssets
  ? 'assets'
  : word === 'serve'
  ? 'serve'
  : 'other'

lookAround()
// With nothing left to do a process ends at once: taking V8's heap down first is up to 8 ms of a build's time.
process.once('beforeExit', () => {
  // After all that listen to its end, and may say how it ends.
  process.once('exit', () => process.exit())
})
if (word === 'assets') handOver().then(isDone => isDone || start()).catch(tellIncomplete)
else start()

/** A shell goes on in a folder that somebody has removed, as Jenkins does with one of a workspace. */
function lookAround () {
  try {
    process.cwd()
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    sayIn(
      'The folder that this command was called in has been removed: call it in one that is there.',
      '调用此命令时所在的文件夹已被删除：请在存在的文件夹中调用。'
    )
    process.exit(2)
  }
}

function start () {
  const program = load(isJob || isWorker ? './assets.bundle.cjs' : './main.bundle.cjs')
  if (program === undefined) {
    import(isJob ? './job-main.js' : isWorker ? './resident-main.js' : './main.js').catch(tellIncomplete)
    return
  }
  try {
    program[isJob ? 'job' : isWorker ? 'worker' : 'main']()
  } catch (error) {
    tellIncomplete(error)
  }
}

/** Whether a warm worker has done what was asked for. */
async function handOver () {
  const bundle = join(__dirname, 'hand-over.bundle.cjs')
  if (!existsSync(bundle)) return false
  const received = []
  const listeners = []
  const listen = signal => {
    received.push(signal)
    for (const tell of listeners) tell(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const status = await require(bundle).handOver({
    build: __dirname,
    words: process.argv.slice(2),
    environment: process.env,
    cwd: process.cwd(),
    // Most runs find no worker: Node takes 2 ms to open these.
    get stdout () {
      return enduring(process.stdout)
    },
    get stderr () {
      return enduring(process.stderr)
    },
    onSignal: tell => {
      listeners.push(tell)
      for (const signal of signals) process.on(signal, listen)
      return () => signals.forEach(signal => process.off(signal, listen))
    },
    onLost: () => {
      sayIn(
        'The warm worker that did this has ended; the command begins anew.',
        '执行此命令的常驻进程已结束，命令重新开始。'
      )
    }
  })
  // Who was asked to end does not begin anew.
  if (status !== undefined || received.length > 0) process.exitCode = status ?? 130
  return process.exitCode !== undefined
}

/** As closed-outputs.ts, for what a worker answers. */
function enduring (stream) {
  if (stream.listenerCount('error') === 0) {
    stream.on('error', error => {
      if (error.code === 'EPIPE' || stream === process.stderr) return
      const reason = error.code === 'ENOSPC'
        ? ['the disk is full', '磁盘已满']
        : [error.message, error.message]
      sayIn(
        'The answer cannot be written to standard output: ' + reason[0] + '. [ANSWER_LOST]',
        '无法把结果写到标准输出：' + reason[1] + '。 [ANSWER_LOST]'
      )
      process.once('exit', status => {
        process.exitCode = status || 1
      })
    })
  }
  return stream
}

function load (name) {
  return require('./bundle-file.cjs').load(name, use, status => isOfAssets || status === 0, tuneForWork)
}

/**
 * Not for what needs the first file only: Node takes a millisecond to load what sets flags, and compiles modules of its
 * own then that it would take compiled.
 */
function tuneForWork (name, keepCodes) {
  if (!isOfAssets || name !== './assets.bundle.cjs') return
  keepCodes()
  require('./v8-tuning.cjs').tune()
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
