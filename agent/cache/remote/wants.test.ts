import t from 'tap'
import { Throughput } from './throughput.js'
import { SoonerMade } from './want.js'
import { Wants } from './wants.js'

/** A line of which each result's bytes are let through by hand. */
function lineOf (bytesPerMs: number | undefined, answerMs = 0, isSilent = false) {
  const line = new Throughput(Date.now, bytesPerMs)
  const wants = new Wants(Date.now, line, { answerMs, isSilent })
  const begun: string[] = []
  const withdrawn: string[] = []
  const arrive = new Map<string, (hasCome: boolean) => void>()
  const come = new Map<string, (count: number) => void>()
  /** Asks for a result that the server has; 'fetched', 'made', or 'gone'. */
  const want = async (
    name: string,
    bytes: number,
    costMs: number,
    answer = Promise.resolve()
  ): Promise<string> => {
    const result = await wants.get(
      async () => {
        await answer
        return { name }
      },
      () => ({
        bytes,
        costMs,
        fetch: async (signal, onBytes) => {
          begun.push(name)
          come.set(name, onBytes)
          signal.addEventListener('abort', () => withdrawn.push(name))
          return await new Promise<boolean>(resolve => {
            arrive.set(name, resolve)
          })
        }
      })
    )
    return result === undefined ? 'gone' : result instanceof SoonerMade ? `made ${result.isThere}` : 'fetched'
  }
  return { wants, want, begun, withdrawn, arrive, come }
}

const turn = async (): Promise<void> => await new Promise(resolve => setImmediate(resolve))

t.test('over a slow line everything is made, before a byte of it was waited for', async t => {
  const { want, begun } = lineOf(1)
  const results = await Promise.all(Array.from({ length: 5 }, async (_, at) => await want(`${at}`, 1e6, 50)))
  t.same(new Set(results), new Set(['made true']))
  t.ok(begun.length <= 1, begun.join())
})

t.test('over a fast line everything is fetched, what saves most for its bytes first', async t => {
  const { want, begun, arrive, come } = lineOf(1e6)
  const results = [want('cheap', 40e6, 100), want('dear', 40e6, 1000), want('middle', 40e6, 500)]
  await turn()
  t.same(begun, ['dear'])
  for (const name of ['dear', 'middle', 'cheap']) {
    come.get(name)?.(40e6)
    arrive.get(name)?.(true)
    await turn()
    await turn()
  }
  t.same(begun, ['dear', 'middle', 'cheap'])
  t.same(await Promise.all(results), ['fetched', 'fetched', 'fetched'])
})

t.test('between them, the line begins at the front and the processor at the back', async t => {
  // Each takes as long to fetch as to make.
  const { want, wants, begun, arrive, come } = lineOf(1000)
  const told: string[] = []
  const end = wants.beginMaking('another set')
  const results = Array.from({ length: 6 }, async (_, at) => {
    told[at] = await want(`${at}`, 100_000, 100 - at)
  })
  await turn()
  t.equal(begun[0], '0')
  for (let at = 0; at < 6; at++) {
    come.get(`${at}`)?.(100_000)
    arrive.get(`${at}`)?.(true)
    await turn()
    await turn()
  }
  await Promise.all(results)
  end()
  t.equal(told[0], 'fetched')
  t.equal(told.at(-1), 'made true')
  t.same([...told].sort(), told, 'and they meet once')
})

t.test('bytes begin when what else was asked is answered', async t => {
  const { want, begun, arrive, wants } = lineOf(1e6)
  const end = wants.beginMaking('a set')
  let answer = (): void => {}
  const late = want(
    'late',
    1000,
    10,
    new Promise(resolve => {
      answer = resolve
    })
  )
  const first = want('first', 1000, 100)
  await turn()
  t.same(begun, [])
  answer()
  await turn()
  t.same(begun, ['first', 'late'])
  for (const name of begun) arrive.get(name)?.(true)
  t.same(await Promise.all([first, late]), ['fetched', 'fetched'])
  end()
})

t.test('while nothing comes something is made, and what is answered late is known to be there', async t => {
  const { wants } = lineOf(undefined)
  let answer = (): void => {}
  const asked = new Promise<object>(resolve => {
    answer = () => {
      resolve({})
    }
  })
  const made = await wants.get(async () => await asked, () => undefined)
  t.match(made, { isThere: false })
  answer()
  await turn()
  t.match(made, { isThere: true })
})

t.test('what others have made is waited for, however long the line is silent', async t => {
  const { wants, want, arrive } = lineOf(undefined)
  wants.worthMs = 60_000
  const result = want('result', 1000, 1)
  await new Promise(resolve => setTimeout(resolve, 200))
  arrive.get('result')?.(true)
  t.equal(await result, 'fetched')
})

t.test('what does not come is gone, and a failure is its own', async t => {
  const { want, wants, arrive } = lineOf(1e6)
  const result = want('result', 1000, 100)
  await turn()
  arrive.get('result')?.(false)
  t.equal(await result, 'gone')
  await t.rejects(
    wants.get(async () => {
      throw new Error('no')
    }, () => undefined),
    /no/
  )
  t.equal(await wants.get(async () => undefined, () => undefined), undefined)
})

t.test('of a server that said nothing while the files were looked at, nobody waits for an answer', async t => {
  const order: string[] = []
  const makes = async (name: string, isSilent: boolean, count: number): Promise<void> => {
    const { want } = lineOf(undefined, 0, isSilent)
    const wanted = Array.from({ length: count }, async () => await want('a', 1e6, 50, new Promise(() => {})))
    t.same(new Set(await Promise.all(wanted)), new Set(['made false']))
    order.push(name)
  }
  await Promise.all([makes('one as usual', false, 1), makes('all', true, 20)])
  t.same(order, ['all', 'one as usual'])
})
