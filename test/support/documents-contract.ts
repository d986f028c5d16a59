import { EventEmitter, once } from 'node:events'
import fc from 'fast-check'
import type { Test } from 'tap'
import {
  updateDocument,
  type DocumentOperation,
  type Documents,
  type DocumentValue
} from '../../agent/coordination/documents.js'

/** Opens the same documents again, as another process would. Closed with the test. */
export type OpenDocuments = (t: Test) => Promise<() => Documents>

/** What both stores promise. `open` makes a fresh, empty store each time. */
export function testDocuments (t: Test, open: OpenDocuments): void {
  testVersions(t, open)
  testTransactions(t, open)
  testModel(t, open)
  testWatches(t, open)
  testLimits(t, open)
}

function testVersions (t: Test, open: OpenDocuments): void {
  t.test('a created document is read back with version 0', async t => {
    const documents = (await open(t))()

    const versions = await documents.transact([{
      type: 'create',
      key: 'games/dk',
      value: { name: '大侠', targets: [1, null, true] }
    }])

    t.same(versions, [0])
    t.same(await documents.get('games/dk'), {
      key: 'games/dk',
      value: { name: '大侠', targets: [1, null, true] },
      version: 0
    })
    t.equal(await documents.get('games'), undefined)
  })

  t.test('of two writers that saw the same version one wins, at version 0 too', async t => {
    const again = await open(t)
    const [one, other] = [again(), again()]
    await one.transact([{ type: 'create', key: 'a', value: 0 }])

    const results = await Promise.allSettled(
      [one, other].map((documents, index) =>
        documents.transact([{ type: 'replace', key: 'a', value: index + 1, version: 0 }])
      )
    )

    t.same(results.map(each => each.status).sort(), ['fulfilled', 'rejected'])
    t.match(results.find(each => each.status === 'rejected')?.reason, {
      code: 'DOCUMENT_CONFLICT',
      details: { key: 'a' }
    })
    t.equal((await one.get('a'))?.version, 1)
  })
}

function testTransactions (t: Test, open: OpenDocuments): void {
  t.test('a transaction happens as a whole or not at all', async t => {
    const documents = (await open(t))()
    await documents.transact([{ type: 'create', key: 'a', value: 1 }, {
      type: 'create',
      key: 'deep/er/b',
      value: 2
    }])

    const conflicts: Array<[DocumentOperation, DocumentOperation]> = [
      [{ type: 'replace', key: 'a', value: 9, version: 0 }, { type: 'check', key: 'deep/er/b', version: 1 }],
      [{ type: 'remove', key: 'a', version: 0 }, { type: 'create', key: 'deep/er/b', value: 9 }],
      [{ type: 'create', key: 'new/c', value: 9 }, { type: 'check', key: 'a', version: 'absent' }],
      [{ type: 'create', key: 'new/c', value: 9 }, { type: 'remove', key: 'missing/d', version: 0 }]
    ]
    for (const operations of conflicts) {
      await t.rejects(documents.transact(operations), {
        code: 'DOCUMENT_CONFLICT',
        details: { key: operations[1].key }
      })
    }

    t.same(await documents.list(''), [{ key: 'a', value: 1, version: 0 }])
    t.same(await documents.list('deep/er'), [{ key: 'deep/er/b', value: 2, version: 0 }])
    t.same(await documents.list('new'), [])
    t.same(
      await documents.transact([{ type: 'check', key: 'x/y', version: 'absent' }, {
        type: 'replace',
        key: 'a',
        value: 3,
        version: 0
      }, { type: 'remove', key: 'deep/er/b', version: 0 }]),
      [undefined, 1, undefined]
    )
    t.same(await documents.list('deep/er'), [])
  })

  t.test('a document and a folder may share a name, and documents may come and go below one', async t => {
    const documents = (await open(t))()

    await documents.transact([{ type: 'create', key: 'a/b', value: 'below' }])
    await documents.transact([{ type: 'create', key: 'a', value: 'above' }])
    await documents.transact([{ type: 'remove', key: 'a', version: 0 }])
    await documents.transact([{ type: 'create', key: 'a', value: 'again' }])

    t.same(await documents.get('a'), { key: 'a', value: 'again', version: 0 })
    t.same((await documents.list('a')).map(({ key }) => key), ['a/b'])
  })
}

function testModel (t: Test, open: OpenDocuments): void {
  t.test('behaves as a map does, whatever the transactions', async t => {
    const again = await open(t)
    const [one, other] = [again(), again()]
    const model = new Map<string, { value: DocumentValue, version: number }>()
    const key = fc.constantFrom('k', 'f/k', 'f/l', 'f/g/k', '中/文')
    const version = fc.integer({ min: 0, max: 2 })
    const value = fc.jsonValue() as fc.Arbitrary<DocumentValue>
    const operation: fc.Arbitrary<DocumentOperation> = fc.oneof(
      fc.record({ type: fc.constant('create' as const), key, value }),
      fc.record({ type: fc.constant('replace' as const), key, value, version }),
      fc.record({ type: fc.constant('remove' as const), key, version }),
      fc.record({
        type: fc.constant('check' as const),
        key,
        version: fc.oneof(version, fc.constant('absent' as const))
      })
    )

    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { minLength: 1, maxLength: 4 }),
        fc.constantFrom([one, other] as const, [other, one] as const),
        async (operations, [writer, reader]) => {
          const expected = applyToModel(model, operations)
          const result = await writer.transact(operations).catch(error => error.code)
          if (expected === undefined) t.equal(result, 'DOCUMENT_CONFLICT')
          else t.same(result, expected)
          for (const operation of operations) {
            const found = await reader.get(operation.key)
            const wanted = model.get(operation.key)
            t.same(
              found && JSON.parse(JSON.stringify(found)),
              wanted && JSON.parse(JSON.stringify({ key: operation.key, ...wanted }))
            )
          }
        }
      ),
      { numRuns: 60 }
    )
    t.same(
      (await one.list('f')).map(each => each.key),
      [...model.keys()].filter(each => /^f\/[^/]+$/.test(each)).sort()
    )
  })

  t.test('concurrent updates are all counted', async t => {
    const again = await open(t)
    const stores = [again(), again(), again()]

    await Promise.all(
      Array.from({ length: 10 }, () => stores).flat().map(async store =>
        await updateDocument<number>(store, 'count', value => (value ?? 0) + 1)
      )
    )

    t.match(await again().get('count'), { value: 30, version: 29 })
  })
}

function testWatches (t: Test, open: OpenDocuments): void {
  t.test('a watch tells of changes by others: made, replaced, removed', async t => {
    const again = await open(t)
    const [watcher, writer] = [again(), again()]
    const seen = new EventEmitter()
    const until = async (event: string, holds: () => Promise<boolean>): Promise<void> => {
      while (!await holds()) await once(seen, event)
    }

    const ends = [
      watcher.watch('f/a', () => seen.emit('document')),
      watcher.watchFolder('f', () => seen.emit('folder'))
    ]
    await writer.transact([{ type: 'create', key: 'f/a', value: 1 }])
    await until('document', async () => await watcher.get('f/a') !== undefined)
    await until('folder', async () => (await watcher.list('f')).length === 1)
    await writer.transact([{ type: 'replace', key: 'f/a', value: 2, version: 0 }])
    await until('document', async () => (await watcher.get('f/a'))?.version === 1)
    await writer.transact([{ type: 'remove', key: 'f/a', version: 1 }])
    await until('document', async () => await watcher.get('f/a') === undefined)
    await until('folder', async () => (await watcher.list('f')).length === 0)
    for (const end of ends) end()

    t.pass('each change was told')
  })

  t.test('an ended watch is silent', async t => {
    const documents = (await open(t))()
    const seen = new EventEmitter()
    let calls = 0
    const end = documents.watch('a', () => calls++)
    documents.watch('a', () => seen.emit('told'))
    await once(seen, 'told')

    end()
    const before = calls
    const told = once(seen, 'told')
    await documents.transact([{ type: 'create', key: 'a', value: 1 }])
    await told

    t.equal(calls, before)
  })
}

function testLimits (t: Test, open: OpenDocuments): void {
  t.test('refuses keys that are no keys, and what is too large', async t => {
    const documents = (await open(t))()

    for (
      const key of [
        '',
        '/',
        '/a',
        'a/',
        'a//b',
        '..',
        'a/../b',
        '.hidden',
        'a b',
        'a\u0000',
        '-x',
        'a.json',
        'x'.repeat(401),
        '😀'
      ]
    ) {
      await t.rejects(documents.transact([{ type: 'create', key, value: 1 }]), {
        code: 'DOCUMENT_KEY_INVALID'
      }, JSON.stringify(key))
      await t.rejects(documents.get(key), { code: 'DOCUMENT_KEY_INVALID' })
    }
    await t.rejects(
      documents.transact([{ type: 'create', key: 'a', value: 'x'.repeat(500_000) }, {
        type: 'create',
        key: 'b',
        value: 'x'.repeat(500_000)
      }]),
      { code: 'DOCUMENT_TOO_LARGE' }
    )
    t.same(await documents.list(''), [])
    await documents.transact([{ type: 'create', key: 'a', value: 'x'.repeat(899_000) }])
    t.equal(String((await documents.get('a'))?.value).length, 899_000)
  })

  t.test('an abort ends a call', async t => {
    const documents = (await open(t))()
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)

    await t.rejects(documents.get('a', { signal }), reason)
    await t.rejects(documents.list('', { signal }), reason)
    await t.rejects(documents.transact([{ type: 'create', key: 'a', value: 1 }], { signal }), reason)
  })

  t.test('closing twice is harmless', async t => {
    const documents = (await open(t))()
    await documents.transact([{ type: 'create', key: 'a', value: 1 }])

    await documents.close()
    await documents.close()

    t.pass('closed')
  })
}

function applyToModel (
  model: Map<string, { value: DocumentValue, version: number }>,
  operations: readonly DocumentOperation[]
): Array<number | undefined> | undefined {
  const next = new Map(model)
  const versions: Array<number | undefined> = []
  for (const operation of operations) {
    const { key, type } = operation
    const found = next.get(key)?.version ?? 'absent'
    if (found !== (type === 'create' ? 'absent' : operation.version)) return undefined
    if (type === 'remove') next.delete(key)
    if (type === 'create' || type === 'replace') {
      next.set(key, {
        value: operation.value,
        version: type === 'create' ? 0 : operation.version + 1
      })
    }
    versions.push(type === 'check' ? undefined : next.get(key)?.version)
  }
  model.clear()
  for (const [key, stored] of next) model.set(key, stored)
  return versions
}
