import t from 'tap'
import { summarise } from './report.js'

const at = (line: number, from: number, to: number) => ({
  start: { line, column: from },
  end: { line, column: to }
})

t.test('the score is the share of mutants that a test noticed; those that could not run do not count', async t => {
  const { score, text } = summarise({
    files: {
      'b.ts': {
        source: 'const a = 1 + 2\n',
        mutants: [
          { mutatorName: 'Arithmetic', replacement: '1 - 2', status: 'Survived', location: at(1, 11, 16) },
          { mutatorName: 'Arithmetic', replacement: '', status: 'Killed', location: at(1, 1, 2) },
          { mutatorName: 'Arithmetic', replacement: '', status: 'Timeout', location: at(1, 1, 2) },
          { mutatorName: 'Arithmetic', replacement: '', status: 'RuntimeError', location: at(1, 1, 2) }
        ]
      },
      'a.ts': {
        source: 'if (x) {\n  y()\n}\n',
        mutants: [
          {
            mutatorName: 'Block',
            replacement: '{}',
            status: 'NoCoverage',
            location: { start: { line: 1, column: 8 }, end: { line: 3, column: 2 } }
          }
        ]
      },
      'empty.ts': { source: '', mutants: [] }
    }
  })
  t.equal(score, 50)
  t.match(
    text,
    'a.ts:1:8 Block, no test comes here\n  - { …\n  + {}\nb.ts:1:11 Arithmetic, no test notices\n'
  )
  t.match(text, '  - 1 + 2\n  + 1 - 2\n')
  t.match(text, /^ +66\.7 % +2 +1 +0 +1 +b\.ts$/m)
  t.match(text, /^ +– +0 +0 +0 +0 +empty\.ts$/m)
  t.match(text, /^ +50\.0 % +2 +1 +1 +1 +all$/m)
})

t.test('where nothing can be broken there is no score', async t => {
  t.equal(summarise({ files: {} }).score, undefined)
})
