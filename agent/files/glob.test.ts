import picomatch from 'picomatch'
import t from 'tap'
import { excludeMatcher, includePattern, literalPattern, matcher } from './glob.js'

t.test('a pattern leaves out no name for a sign in it', async t => {
  for (
    const name of ['a b.png', 'line\nbreak.png', 'end\n', '\u2028.png', '.hidden', '中文.png', '-a', '[b]{c}']
  ) {
    t.ok(includePattern('art/**').matches(`art/${name}`), encodeURIComponent(name))
    t.ok(includePattern('art/**').matches(`art/${name}/deep/${name}`), encodeURIComponent(name))
    t.ok(includePattern('art/*').matches(`art/${name}`), encodeURIComponent(name))
    t.ok(includePattern('art/*/').matches(`art/${name}`), encodeURIComponent(name))
    t.ok(excludeMatcher([literalPattern(`art/${name}`)])(`art/${name}/below`), encodeURIComponent(name))
  }
})

t.test('several patterns match what picomatch matches by one of them', async t => {
  const patterns = [
    ...[
      '**',
      '*',
      '**/*.png',
      'a/**',
      './a/*.png',
      '{a,b}/?.png',
      '!(a)/*',
      '+(a|b)',
      '[ab]',
      '[!a]*',
      '(a|b)/c'
    ],
    ...[
      'a\\*',
      '**/.DS_Store',
      '**/~$*',
      'a/',
      '@(a|a/b)',
      '*.{png,p?g}',
      '[[:digit:]]',
      '|a',
      '"a*"',
      'a**b'
    ]
  ]
  const paths = [
    ...[
      '',
      'a',
      'b',
      'a/',
      'a/b',
      'a/b.png',
      'b/c',
      'a*',
      '.DS_Store',
      'x/.DS_Store',
      'x/~$y',
      '~$',
      'a/.b/c'
    ],
    ...['[ab]', '(a|b)/c', '|a', '"a*"', 'a\nb', '1', 'aXb', 'a/../b', './a', '!(a)/*', 'b.pug']
  ]
  const settings = { dot: true, nonegate: true, strictSlashes: true, flags: 's' }
  for (const first of patterns) {
    for (const second of patterns) {
      const both = [first, second]
      const known = picomatch(both.map(pattern => pattern.replace(/^\.\//, '')), settings)
      const matches = matcher(both)
      for (const path of paths) {
        if (matches(path) !== known(path)) t.fail(`${JSON.stringify(both)} ${JSON.stringify(path)}`)
      }
    }
  }
})
