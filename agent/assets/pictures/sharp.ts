import sharp from 'sharp'

// Every picture is used once, and the callers run several at a time: no cache, one thread each (measured
// fastest).
sharp.cache(false)
sharp.concurrency(1)

export { sharp }
