import asc from 'assemblyscript/asc'

const lineLength = 100

/** A module with the WebAssembly that AssemblyScript makes of a file in this folder, as base64. */
export async function compiledKernel (file: string, name: string): Promise<string> {
  let bytes: Uint8Array | undefined
  const { error, stderr } = await asc.main([
    `scripts/kernels/assembly/${file}`,
    '--outFile',
    'kernel.wasm',
    ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--enable', 'simd', '--runtime', 'stub'],
    // Tables of the kernel's own begin at 4096; all of them are there from the start.
    ...['--memoryBase', '1024', '--initialMemory', '5']
  ], {
    writeFile: (_, contents) => {
      bytes = contents as Uint8Array
    }
  })
  if (error !== null || bytes === undefined) throw new Error(stderr.toString(), { cause: error })
  const text = Buffer.from(bytes).toString('base64')
  const lines = text.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return [
    `// Written by \`npm run generate\` from scripts/kernels/assembly/${file}.`,
    `export const ${name} =`,
    lines.map(line => `  '${line}'`).join(' +\n')
  ]
    .join('\n') + '\n'
}
