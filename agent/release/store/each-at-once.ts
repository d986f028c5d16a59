import pLimit from 'p-limit'

/** Does `work` for each, so many at a time. The first failure ends it: what waits does not begin. */
export async function eachAtOnce<T> (
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>
): Promise<void> {
  const limit = pLimit(atOnce)
  await Promise.all([...items].map(async item => {
    await limit(async () => {
      try {
        await work(item)
      } catch (error) {
        limit.clearQueue()
        throw error
      }
    })
  }))
}
