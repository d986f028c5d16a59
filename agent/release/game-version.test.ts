import fc from 'fast-check'
import t from 'tap'
import { compareVersions, parseVersion } from './game-version.js'

t.test('a version is one to four numbers of at most nine digits, parted by dots, and nothing else', async t => {
  for (
    const [text, numbers] of [['1', [1, 0, 0, 0]], ['01.2', [1, 2, 0, 0]], ['999999999.0.0.7', [
      999_999_999,
      0,
      0,
      7
    ]]] as const
  ) t.same(parseVersion(text), numbers, text)
  const pattern = /^\d{1,9}(\.\d{1,9}){0,3}$/
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.stringMatching(/^[0-9.]{0,14}$/),
        fc.stringMatching(/^\d{1,11}(\.\d{0,3}){0,5}[ \n٣]?$/)
      ),
      async text => {
        t.equal(parseVersion(text) !== undefined, pattern.test(text), JSON.stringify(text))
        if (pattern.test(text)) {
          t.same(
            parseVersion(text),
            [
              ...text
                .split('.')
                .map(Number),
              0,
              0,
              0
            ]
              .slice(0, 4)
          )
        }
      }
    ),
    { numRuns: 300 }
  )
})

t.test('versions are compared by their numbers', async t => {
  t.ok(compareVersions('1.10', '1.9') > 0)
  t.equal(compareVersions('1.2', '1.2.0.0'), 0)
  t.throws(() => compareVersions('1.x', '1'), { message: /1\.x/ })
})
