'use strict'
// Loads what scripts/bundle.mjs made: files whose compiled code is kept beside them, and packed ones that few use.
const { readFileSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { Script } = require('node:vm')

const loaded = new Map()
/** Those whose compiled code is not kept yet. */
let unkept = []

/**
 * What the file `name` of this folder exports; undefined where it is not there. Its code is kept by `use`, since
 * what other uses need would cost this one time, and after the run: functions that were compiled meanwhile are
 * kept too. `isWorthKeeping`: whether a run that ends with this status used what the next will. `beforeLoad` gets what
 * keeps the code of the files before: V8 takes compiled code only under the flags that were set when it was kept.
 */
exports.load = function load (name, use, isWorthKeeping, beforeLoad = () => {}) {
  const known = loaded.get(name)
  if (known !== undefined) return known
  const file = join(__dirname, name)
  const plain = readIfThere(file, 'latin1')
  const source = plain === undefined ? unpacked(file) : plain
  if (source === undefined) return undefined
  beforeLoad(name, keepCodes)
  const codeFile = plain === undefined ? undefined : `${file}.${process.version}-${process.arch}.${use}`
  const cachedData = codeFile === undefined ? undefined : readIfThere(codeFile)
  const script = new Script(source, { filename: file, cachedData })
  if (codeFile !== undefined && (cachedData === undefined || script.cachedDataRejected)) {
    if (unkept.push({ script, codeFile, isWorthKeeping }) === 1) process.once('exit', keepCodes)
  }
  const bundle = { exports: {} }
  loaded.set(name, bundle.exports)
  const requireFor = wanted => {
    const other = wanted.endsWith('.bundle.cjs') ? load(wanted, use, isWorthKeeping, beforeLoad) : undefined
    return other === undefined ? require(wanted) : other
  }
  script.runInThisContext()(requireFor, bundle, bundle.exports, __dirname)
  loaded.set(name, bundle.exports)
  return bundle.exports
}

function unpacked (file) {
  const packed = readIfThere(`${file}.gz`)
  return packed === undefined ? undefined : require('node:zlib').gunzipSync(packed).toString('latin1')
}

function keepCodes (status = 0) {
  for (const { script, codeFile, isWorthKeeping } of unkept) {
    if (isWorthKeeping(status)) keepCode(script, codeFile)
  }
  unkept = []
}

function keepCode (script, codeFile) {
  const temporary = `${codeFile}.${process.pid}`
  try {
    writeFileSync(temporary, script.createCachedData())
    renameSync(temporary, codeFile)
  } catch (error) {
    // It only saves time; the folder may belong to somebody else, and the disk be full.
    rmSync(temporary, { force: true })
  }
}

function readIfThere (path, encoding) {
  try {
    return readFileSync(path, encoding)
  } catch (error) {
    return undefined
  }
}
