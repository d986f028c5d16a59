import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compileFunction } from 'node:vm'
import type { Picture } from '../pictures/picture.js'

export interface Ktx {
  ktxTexture: new(bytes: Uint8Array) => {
    needsTranscoding: boolean
    baseWidth: number
    baseHeight: number
    numLevels: number
    transcodeBasis: (target: unknown, flags: number) => unknown
    getImageData: (level: number, layer: number, face: number) => Uint8Array
  }
  TranscodeTarget: { RGBA32: unknown }
  ErrorCode: { SUCCESS: unknown }
}

/** Khronos's libktx, which Pixi brings along for games: a script from before there were modules. */
export async function openKtxReader (): Promise<Ktx> {
  const load = createRequire(import.meta.url)
  const folder = join(dirname(load.resolve('pixi.js')), '../transcoders/ktx')
  const script = `${await readFile(join(folder, 'libktx.js'), 'utf8')}; return LIBKTX`
  const open = compileFunction(script, ['__dirname', '__filename', 'require'])(folder, 'libktx.js', load) as (
    settings: { wasmBinary: Buffer }
  ) => Promise<Ktx>
  return await open({ wasmBinary: await readFile(join(folder, 'libktx.wasm')) })
}

/** What a KTX2 file with one picture holds. */
export function readKtx2 ({ ktxTexture: Texture, TranscodeTarget, ErrorCode }: Ktx, bytes: Buffer): Picture {
  const texture = new Texture(bytes)
  const isWhole = texture.needsTranscoding && texture.numLevels === 1 &&
    texture.transcodeBasis(TranscodeTarget.RGBA32, 0) === ErrorCode.SUCCESS
  if (!isWhole) throw new Error('no KTX2 texture with one picture')
  const { baseWidth: width, baseHeight: height } = texture
  return { width, height, pixels: Uint8Array.from(texture.getImageData(0, 0, 0)) }
}
