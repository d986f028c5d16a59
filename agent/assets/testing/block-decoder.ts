import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

const version = '1.0.5'
const folder = fileURLToPath(
  new URL(`../../../node_modules/.cache/texture2ddecoder-${version}`, import.meta.url)
)
const environment = { ...process.env, PYTHONPATH: folder }

/** It knows the formats by their specifications; BGRA comes back. */
const program = `
import sys, texture2ddecoder as d
kind, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
read = {'etc1': d.decode_etc1, 'etc2': d.decode_etc2a8, 'pvrtc4': lambda *a: d.decode_pvrtc(*a, False)}
sys.stdout.buffer.write(read[kind](sys.stdin.buffer.read(), width, height))`

/** The RGBA pixels of a texture, read by texture2ddecoder. */
export function decodedBlocks (
  kind: 'etc1' | 'etc2' | 'pvrtc4',
  { width, height }: { width: number, height: number },
  blocks: Buffer
): Buffer {
  const args = ['-c', program, kind, String(width), String(height)]
  const pixels = execFileSync('python3', args, { input: blocks, env: environment })
  for (let at = 0; at < pixels.length; at += 4) pixels.subarray(at, at + 3).reverse()
  return pixels
}

/** Takes texture2ddecoder once from PyPI into node_modules/.cache. Where it cannot be had, why. */
export function whyNoBlockDecoder (): string | false {
  if (isThere()) return false
  mkdirSync(dirname(folder), { recursive: true })
  const scratch = mkdtempSync(`${folder}.`)
  try {
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps']
    const args = [...pip, '--only-binary', ':all:', '--target', scratch, `texture2ddecoder==${version}`]
    const { status, error, stderr } = spawnSync('python3', args, { encoding: 'utf8' })
    if (status !== 0) return `no texture2ddecoder for Python 3: ${error?.message ?? stderr.trim()}`
    // One for another Python may lie there.
    rmSync(folder, { recursive: true, force: true })
    renameSync(scratch, folder)
    return isThere() ? false : 'texture2ddecoder does not start'
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function isThere (): boolean {
  return spawnSync('python3', ['-c', 'import texture2ddecoder'], { env: environment }).status === 0
}
