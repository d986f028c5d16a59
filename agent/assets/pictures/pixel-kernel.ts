import { pixelKernelModule } from './pixel-kernel-module.js'

/** What scripts/kernels/assembly gives out: loops over pixels, which V8 would compile late in each thread. */
export interface PixelKernel {
  memory: { buffer: ArrayBuffer, grow: (pages: number) => void }
  /** Before anything is deflated. */
  begin: () => void
  /** Where pixels may lie whose rows are so wide. */
  pixelsAt: (width: number) => number
  deflate: (width: number, rows: number, pixels: number, out: number) => number
  adler: () => number
  drawUpright: (from: number, width: number, height: number, to: number, pageWidth: number) => void
  drawTurned: (
    from: number,
    width: number,
    height: number,
    first: number,
    last: number,
    to: number,
    pageWidth: number
  ) => void
  haveFewColours: (pixels: number, count: number) => 0 | 1
  visible: (pixels: number, width: number, height: number, threshold: number, box: number) => 0 | 1
  cut: (
    pixels: number,
    pictureWidth: number,
    left: number,
    top: number,
    width: number,
    height: number,
    to: number
  ) => void
}

/** What the library of types has with browsers only. */
const { Module, Instance } = Reflect.get(globalThis, 'WebAssembly') as {
  Module: new(bytes: Uint8Array) => object
  Instance: new(module: object) => { exports: PixelKernel }
}

let compiled: object | undefined

/** With memory of its own. */
export function pixelKernel (): PixelKernel {
  compiled ??= new Module(Buffer.from(pixelKernelModule, 'base64'))
  return new Instance(compiled).exports
}

const pageBytes = 65536

/** Its memory has so many bytes then: views of it that were taken before are empty where it had fewer. */
export function growTo ({ memory }: PixelKernel, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes))
}
