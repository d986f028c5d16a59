import t from 'tap'
import { excludeMatcher, includePattern, literalPattern } from './glob.js'

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
