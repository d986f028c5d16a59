const workerFromBytes = 200_000

/**
 * Data in zlib's format that is the same on every machine. Node's own zlib is twice as fast, but what it
 * makes depends on Node's version and on the processor, and so would the keys of everything that is built
 * from it.
 */
export async function deflate (data: Uint8Array, level: 4 | 6): Promise<Uint8Array> {
  const { zlib, zlibSync } = await import('fflate')
  if (data.length < workerFromBytes) return zlibSync(data, { level })
  return await new Promise((resolve, reject) => {
    zlib(data, { level }, (error, compressed) => {
      if (error) reject(error)
      else resolve(compressed)
    })
  })
}
