import { closeSync, openSync, readSync } from 'node:fs'
import type { ArchiveFile } from './archive.js'
import type { Platform } from './platforms.js'

const nativeFile = /\.(?:node|exe|dll|dylib)$|\.so(?:\.[\d.]+)?$|^node\/bin\/node$/
/** Who loads native code: without it a command fails when it is first used, and no earlier. */
const owners = ['@img/sharp-', '@napi-rs/image-', '@koromix/koffi-', 'classic-level/']
const headerBytes = 4096
const processors: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  linux: { 0x3e: 'x64', 0xb7: 'arm64' },
  darwin: { 0x01000007: 'x64', 0x0100000c: 'arm64' },
  win32: { 0x8664: 'x64', 0xaa64: 'arm64' }
}

/** What is wrong with the native code among the files of an archive for a platform, in words. */
export function nativeFaults (files: readonly ArchiveFile[], platform: Platform): string[] {
  const native = files.filter(({ name }) => nativeFile.test(name))
  const missing = owners
    .filter(owner => !native.some(({ name }) => name.startsWith(`node_modules/${owner}`)))
    .map(owner => `nothing of ${owner}* is there`)
  const foreign = native.flatMap(({ name, content }) => {
    const machines = machinesOf(Buffer.isBuffer(content) ? content : headerOf(content.file))
    return machines.includes(platform.name) ? [] : [`${name} is for ${machines.join(', ') || 'no machine'}`]
  })
  return [...missing, ...foreign]
}

/** Which machines a program or library is for, by its header: ELF, Mach-O (also of several), or PE. */
export function machinesOf (header: Buffer): string[] {
  const named = (system: string, numbers: number[]): string[] =>
    numbers.map(number => `${system}-${processors[system]?.[number] ?? number}`)
  if (header.length < 64) return []
  if (header.readUInt32BE(0) === 0x7f454c46) return named('linux', [header.readUInt16LE(18)])
  if (header.readUInt32LE(0) === 0xfeedfacf) return named('darwin', [header.readUInt32LE(4)])
  if (header.readUInt32BE(0) === 0xcafebabe) {
    const count = Math.min(header.readUInt32BE(4), 2)
    return named('darwin', Array.from({ length: count }, (_, index) => header.readUInt32BE(8 + index * 20)))
  }
  const at = header.toString('latin1', 0, 2) === 'MZ' ? header.readUInt32LE(0x3c) : header.length
  const isPe = at + 6 <= header.length && header.readUInt32BE(at) === 0x50450000
  return isPe ? named('win32', [header.readUInt16LE(at + 4)]) : []
}

function headerOf (file: string): Buffer {
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    return header.subarray(0, readSync(handle, header, 0, headerBytes, 0))
  } finally {
    closeSync(handle)
  }
}
