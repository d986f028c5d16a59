import { readFileSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import t from 'tap'
import type { Text } from './messages/define-texts.js'
import { deedKey } from './messages/deed-key.js'
import { messageTexts } from './messages/message-texts.js'
import { describeError } from './messages/message.js'
import { commandTable } from './cli/command-table.js'
import { errorTables } from './error-catalogue.js'
import { isErrorCode, PacklineError, toPacklineError, type ErrorCode } from './errors.js'

const definitions = Object.values(errorTables).flatMap(table => Object.entries(table))

t.test('a code is in one table only', async t => {
  const codes = definitions.map(([code]) => code)
  t.same(codes.filter((code, index) => codes.indexOf(code) !== index), [])
})

t.test('the languages of a text name the same placeholders, and none is empty', async t => {
  const texts: Array<[string, Text]> = [
    ...Object.entries(messageTexts),
    ...definitions.flatMap(([code, { text, ...more }]): Array<[string, Text]> => [
      [code, text],
      ...'hint' in more ? [[`hint of ${code}`, more.hint] satisfies [string, Text]] : []
    ])
  ]
  for (const [key, { en, zh }] of texts) {
    t.same(placeholdersOf(zh), placeholdersOf(en), key)
    t.ok(en.length > 0 && zh.length > 0, key)
    t.same(
      countsOf(en).filter(name => !placeholdersOf(en).includes(`{${name}}`)),
      [],
      `${key} counts what it names`
    )
    t.same(countsOf(zh), [], `${key}: Chinese has one form`)
    t.notMatch(
      zh,
      /\p{Script=Han}[,;:?!]|[,;?!]\p{Script=Han}|":\p{Script=Han}|[A-Za-z]:\{|\}:[A-Za-z]/u,
      `${key} has Chinese punctuation`
    )
    // What is typed or looked for as it is stands in quotation marks.
    t.notMatch(zh.replaceAll(/"[^"]*"|^ {2}\S.*$/gm, ''), /[()]/, `${key} has parentheses of full width`)
    t.notMatch(
      zh.replaceAll(/"[^"]*"/g, ''),
      /(?<!&#?\w+);(?!、)|“[\x20-\x7e]+”/,
      `${key} has what is typed in "…"`
    )
    t.notMatch(
      zh.replaceAll(/"[^"]*"/g, ''),
      /,\{|&#?\w+；|[「『“]/,
      `${key} has one kind of quotation marks`
    )
    t.notMatch(zh, /docs\/(?!zh-CN\/)[\w-]+\.md/, `${key} leads to pages in Chinese`)
    t.notMatch(en, /[，；：？！。]/, key)
  }
})

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts') && !/\.test\.ts$|fixtures|testing/.test(name))
const sourceOf = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8')

t.test('a reason that is written down is a phrase, which both languages have', async t => {
  t.ok(sources.length > 500)
  for (const name of sources) {
    const text = sourceOf(name)
    t.same(text.match(/\breason: (?:'[^'\n]* [^'\n]*'|`[^`\n]*[a-z] [a-z][^`\n]*`)/g) ?? [], [], name)
  }
})

/** What holds texts in both languages, or describes fields and variables, whose Chinese other tests ask for. */
const tables =
  /-(?:texts|errors)\.ts$|schema|metrics|api-document|error-catalogue|variables\.ts|name-patterns|pattern-words/
/** Errors of programmers, log lines, the descriptions of an interface and of metrics: English everywhere. */
const forPrograms =
  /(?:new \w*(?:Error|SpansNotTaken)|super)\(|[Ll]og\??(?:\.\w+)?\(|\b(?:summary|description|describe|help|action|command|word):\s|\bsay\(|-F -f/
const noSentences = [
  // What is typed, other languages, names of methods and of API documents.
  /^(?:sudo|brew|packline|ccsui texts|\s*for word in|complete -c|cp |git |printf |\{ svn |# packline for )|runAction|listen-on|lanczos3|size_t/,
  /^checked fail notes$|^\\ncaused by |^(?:order|targets) of |^jenkins node |^systemctl (?:start|stop) |^drained by |http\.localRole/,
  // Of spans that were lost, and of alerts, which have one language for all who get them.
  /^the (?:receiver is too slow|agent ends)$|^The agent has not reported for /
]

t.test('a sentence stands in a table of texts, or nobody reads it', async t => {
  const found: string[] = []
  for (const name of sources.filter(each => !tables.test(each))) {
    const lines = sourceOf(name).split('\n')
    for (const [index, line] of lines.entries()) {
      if (/^\s*(?:\/\/|\*|\/\*)/.test(line)) continue
      const around = lines.slice(Math.max(0, index - 4), index + 1).join('\n').slice(-400)
      if (forPrograms.test(around)) continue
      for (const [, plain, template] of line.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g)) {
        const text = (plain ?? template ?? '').replaceAll(/\$\{[^}]*\}/g, '〈〉')
        const isSentence = /\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}|〈〉 [a-z]+ [a-z]+|[a-z]+ [a-z]+ 〈〉/.test(
          text
        )
        if (!isSentence || text.includes('<') || noSentences.some(each => each.test(text))) continue
        found.push(`${name}:${index + 1}: ${text}`)
      }
    }
  }
  t.same(found, [])
})

t.test('a text is given all that it is filled with, and has one key only', async t => {
  const keys = sources
    .filter(name => name.endsWith('-texts.ts') && !name.endsWith('phrase-texts.ts'))
    .flatMap(
      name => [...sourceOf(name).matchAll(/^ {2}'([\w. -]+)': /gm)].map(([, key]) => key)
    )
  t.ok(keys.length > 1000)
  t.same(keys.filter((key, index) => keys.indexOf(key) !== index), [])
  const texts = new Map<string, Text>(Object.entries(messageTexts))
  const found: string[] = []
  // The outcome of an order is filled with all that its report holds.
  for (const name of sources.filter(each => each !== 'http/order-view.ts')) {
    const calls = sourceOf(name).matchAll(
      /\b(?:say|message|tell|warn|wordedLater)\(\s*(?:[\w.]+,\s*)?'([\w-]+\.[\w.-]+)'\s*(?:\)|,\s*\{([^{}]*)\})/g
    )
    for (const [, key = '', given = ''] of calls) {
      const { en = '' }: Partial<Text> = texts.get(key) ?? {}
      if (given.includes('...')) continue
      const names = [...given.matchAll(/(\w+)\s*(?::|,|$)/gm)].map(([, each]) => `{${each}}`)
      const missing = placeholdersOf(en).filter(each => !names.includes(each))
      if (missing.length > 0) found.push(`${name}: ${key} lacks ${missing.join(' ')}`)
    }
  }
  t.same(found, [])
})

t.test('what a revision did has a sentence', async t => {
  const actions = sources.filter(name => name.startsWith('release/')).flatMap(name =>
    [...sourceOf(name).matchAll(/\baction: '([a-z -]+)'/g)].map(([, action = '']) => action)
  )
  const commands = Object.keys(commandTable).filter(name =>
    /^(?:target|environment|params) (?!run)/.test(name)
  )
  const changing = commands.filter(name => !/ (?:list|show)$/.test(name))
  t.ok(actions.length > 20)
  // These are noted without a revision.
  const unseen = ['write', 'release uploading']
  t.same(
    [...actions, ...changing].filter(each => deedKey(each) === 'did.other' && !unseen.includes(each)),
    []
  )
})

t.test('an error tells whose fault it is, and what programs do about it', async t => {
  const { kind, exitStatus, httpStatus, retryable } = new PacklineError('DISK_FULL', { folder: '/builds' })
  t.same([kind, exitStatus, httpStatus, retryable], ['machine', 1, 422, true])
})

t.test("several errors in one are a machine's fault only when all are", async t => {
  const full = new PacklineError('DISK_FULL', { folder: '/builds' })
  const empty = new PacklineError('IMAGE_EMPTY', { file: 'a.png' })
  const kindOf = (errors: PacklineError[]) =>
    new PacklineError('RUN_FAILED', { count: errors.length, errors }).kind
  t.equal(kindOf([full, full]), 'machine')
  t.equal(kindOf([full, empty]), 'content')
  t.equal(kindOf([]), 'content')
  const retryableOf = (errors: PacklineError[]) =>
    new PacklineError('RUN_FAILED', { count: errors.length, errors }).retryable
  t.same(
    [[full, full], [full, empty], []].map(retryableOf),
    [true, false, false],
    'and only then tried elsewhere'
  )
})

t.test('a code of another version of packline does not break the report of its error', async t => {
  const code = 'FROM_THE_FUTURE'
  t.notOk(isErrorCode(code))
  t.notOk(isErrorCode('toString'))
  const error = new PacklineError(code as ErrorCode, { reason: 'later' })
  t.equal(error.exitStatus, 1)
  t.match(describeError('en', error).message, /^FROM_THE_FUTURE .*later/)
})

t.test('what was thrown is an error of the catalogue', async t => {
  t.equal(toPacklineError(new DOMException('ended', 'AbortError')).code, 'INTERRUPTED')
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  t.match(toPacklineError(new Error('the record', { cause: full })), { code: 'DISK_FULL', retryable: true })
  t.match(toPacklineError(new Error('IO error: /x/000005.log: No space left on device')), {
    code: 'DISK_FULL'
  })
  const gone = Object.assign(new Error('ENOENT: x'), { code: 'ENOENT', path: '/x' })
  t.match(toPacklineError(gone), { code: 'FILE_NOT_FOUND', exitStatus: 2, details: { file: '/x' } })
  t.match(toPacklineError('what'), { code: 'INTERNAL', details: { reason: 'what' } })
  const isGone = { code: 'INSTALLATION_INCOMPLETE', kind: 'machine', retryable: true }
  await t.rejects(
    import(String('no-such-package')).catch((error: unknown) => {
      throw toPacklineError(error)
    }),
    isGone
  )
  t.throws(() => {
    try {
      createRequire(import.meta.url)('./no-such-file.cjs')
    } catch (error) {
      throw toPacklineError(error)
    }
  }, isGone)
})

t.test('an error without what its text names does not compile', async t => {
  // @ts-expect-error folder is missing
  t.match(describeError('en', new PacklineError('DISK_FULL', {})).message, /\{folder\}/)
  // @ts-expect-error the details are missing
  t.equal(new PacklineError('JOB_LOST').code, 'JOB_LOST')
})

function placeholdersOf (text: string): string[] {
  return [...new Set([...text.matchAll(/\{\w+\}/g)].map(([name]) => name))].sort()
}

/** The numbers that words of a text follow, as `{count#file|files}` follows `count`. */
function countsOf (text: string): string[] {
  return [...text.matchAll(/\{(\w+)#[^}]*\}/g)].map(([, name = '']) => name)
}

t.test('two sentences have a blank between them in English, and none in Chinese', async t => {
  const error = new PacklineError('LICENCE_DEVICE_UNKNOWN', {
    device: 'mac-03',
    known: ['mac-01'],
    suggestion: 'mac-01'
  })
  t.match(describeError('en', error).hint, /^Did you mean mac-01\? Known /)
  t.match(describeError('zh-CN', error).hint, /^您是指 mac-01 吗？已知的有 mac-01。/)
})
