import { writeFileSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { CertificateAuthority, noCertificates } from '../../test/support/certificates.js'
import { runPackline } from '../../test/support/command-line.js'
import { adminDn, password, startLdapServer, suffix, whyNoSlapd } from './testing/ldap-server.js'
import type { LdapServer } from './testing/ldap-server.js'
import type { DirectoryConfig } from '../config/directory-schema.js'
import type { DirectoryEntry } from './directory-entry.js'
import { planDirectory } from './directory-plan.js'
import { comparableName, entryName } from './distinguished-name.js'
import { wantedEntries } from './wanted-entries.js'

const skip = whyNoSlapd() || noCertificates() || false
const folder = t.testdir()
const [people, groups] = [`ou=people,${suffix}`, `ou=groups,${suffix}`]
let server: LdapServer
let authority: CertificateAuthority

t.before(async () => {
  if (skip !== false) return
  authority = new CertificateAuthority(folder, 'authority')
  server = await startLdapServer(folder, authority.issue('server', 'IP:127.0.0.1'))
  writeFileSync(join(folder, 'password'), `${password}\n`)
})
t.teardown(async () => {
  if (skip === false) await server.close()
})

interface Outcome {
  status: number
  stderr: string
  answer: Record<string, any>
}

const header = 'login,name,mail,teams'

/** One synchronisation of these lines, with another configuration where it is given. */
async function sync (
  how: '--plan' | '--apply',
  lines: readonly string[] | { from: string, more?: object },
  more: { people?: object, server?: object, argv?: string[], rest?: object } = {}
): Promise<Outcome> {
  const source = 'from' in lines ? { from: lines.from, ...lines.more } : { from: 'people.csv' }
  if (!('from' in lines)) writeFileSync(join(folder, 'people.csv'), [header, ...lines, ''].join('\n'))
  writeFileSync(
    join(folder, 'agent.json'),
    JSON.stringify({
      directory: {
        source,
        server: {
          url: server.tlsUrl,
          caFile: authority.certFile,
          bindDn: adminDn,
          passwordFile: 'password',
          ...more.server
        },
        people: {
          base: people,
          attributes: { uid: '{login}', cn: '{name}', sn: '{name}', mail: '{mail}' },
          mark: { attribute: 'employeeType', value: 'cmdb' },
          ...more.people
        },
        groups: { base: groups, column: 'teams' },
        mostGonePercent: 50,
        ...more.rest
      }
    })
  )
  const argv = ['directory', 'sync', how, '--json', '--config', 'agent.json', ...more.argv ?? []]
  const environment = { PACKLINE_HOME: join(folder, 'home'), PACKLINE_LANG: 'en' }
  const { status, stdout, stderr } = await runPackline({ cwd: folder, environment }, argv)
  return { status, stderr, answer: JSON.parse(stdout) }
}

async function entries (base = people): Promise<Record<string, any>> {
  const { searchEntries } = await server.admin.search(base, { scope: 'one' })
  return Object.fromEntries(searchEntries.map(entry => [String(entry.uid ?? entry.cn), entry]))
}

const state = (): Record<string, any> =>
  JSON.parse(readFileSync(join(folder, 'home/directory/state.json'), 'utf8'))

t.test('a plan shows what an application then does; a second plan is empty', { skip }, async t => {
  await server.admin.add(`cn=art,${groups}`, {
    objectClass: 'groupOfNames',
    cn: 'art',
    member: `cn=somebody,${suffix}`
  })
  const lines = ['li,李雷,li@studio.example,art', 'han,Han Mei,,']
  const planned = await sync('--plan', lines)
  t.match(planned, {
    status: 0,
    answer: { people: 2, changes: [{ kind: 'add' }, { kind: 'add' }, { kind: 'group' }] }
  })
  t.same(await entries(), {}, 'a plan changes nothing')
  t.match(await sync('--apply', lines), { status: 0 })
  t.match(await entries(), { li: { cn: '李雷', mail: 'li@studio.example' }, han: { cn: 'Han Mei' } })
  t.same((await entries(groups)).art.member, [`cn=somebody,${suffix}`, `uid=li,${people}`])
  t.match(await sync('--plan', lines), { status: 0, answer: { changes: [] } })
  t.match(state(), { lastGood: { people: 2, changes: 3 } })

  const changed = ['LI,李雷雷,li@studio.example,', 'han,Han Mei,han@studio.example,art']
  t.match(await sync('--apply', changed, { server: { url: server.url, startTls: true } }), { status: 0 })
  t.match(await entries(), { li: { cn: '李雷雷' }, han: { mail: 'han@studio.example' } })
  t.same((await entries(groups)).art.member, [`cn=somebody,${suffix}`, `uid=han,${people}`])
  t.match(await sync('--plan', changed), { answer: { changes: [] } })
})

t.test('whatever a name holds, it is one value of one entry below the base', { skip }, async t => {
  const names = [
    'a,ou=groups',
    'b+cn=admin',
    '#hash',
    ' lead and trail ',
    'q"<>;=\\',
    '*)(uid=*',
    '李,雷',
    'x\\2cy'
  ]
  const from = join(folder, 'odd.json')
  const rows = names.map(login => ({ login: `${login}.`, name: login, mail: '', teams: '' }))
  writeFileSync(from, JSON.stringify({ data: { rows } }))
  const source = { from, more: { format: 'json', rows: 'data.rows' } }
  const kept = { rest: { mostGonePercent: 100 } }
  t.match(await sync('--apply', source, kept), { status: 0 })
  t.same(Object.keys(await entries()).sort(), rows.map(({ login }) => login.trim()).sort())
  t.equal((await entries(groups)).art.member, `cn=somebody,${suffix}`, 'who is gone is in no group')
  t.match(await sync('--plan', source, kept), { answer: { changes: [], failed: [] } })
})

t.test('a source that is empty, torn or of other columns changes nothing', { skip }, async t => {
  await sync('--apply', ['li,Li,,', 'han,Han,,'], { rest: { mostGonePercent: 100 } })
  const before = await entries()
  const failed = 'DIRECTORY_SOURCE_FAILED'
  const json = join(folder, 'torn.json')
  writeFileSync(json, '[{"login":"li"},')
  writeFileSync(join(folder, 'other.csv'), 'user\nli\n')
  writeFileSync(join(folder, 'torn.csv'), `${header}\nli,Li,,\nha`)
  for (
    const [source, code] of [
      [[], failed],
      [{ from: 'gone.csv' }, failed],
      [{ from: 'other.csv' }, failed],
      [{ from: 'torn.csv' }, failed],
      [{ from: json, more: { format: 'json' } }, failed],
      [{ from: 'people.csv', more: { fewest: 3 } }, failed],
      [['zoe,Zoe,,', 'li,Li,,'], 'none'],
      [['zoe,Zoe,,'], 'DIRECTORY_TOO_MANY_GONE']
    ] as const
  ) {
    const { answer } = await sync(code === 'none' ? '--plan' : '--apply', source)
    t.equal(answer.error?.code ?? 'none', code, JSON.stringify(source))
  }
  t.same(await entries(), before)
  t.match(state(), { lastGood: Object, failed: { reason: /2 of 2 entries/ } })
  t.match(await sync('--apply', ['zoe,Zoe,,'], { argv: ['--most-gone', '100'] }), { status: 0 })
  t.same(Object.keys(await entries()), ['zoe'])
  t.equal(state().failed, undefined)
})

t.test('entries of others stay; what fails is told, and the rest is done', { skip }, async t => {
  await server.admin.add(`uid=root,${people}`, {
    objectClass: 'inetOrgPerson',
    uid: 'root',
    cn: 'r',
    sn: 'r'
  })
  const lines = [
    'zoe,Zoe,,',
    'root,Root,,',
    'twin,One,,',
    'TWIN,Two,,',
    'nogroup,N,,nowhere',
    'nomail,M,ü@x,',
    'bad,"a\u0007b",,',
    'good,Good,,'
  ]
  const { status, answer } = await sync('--apply', lines)
  t.equal(status, 1)
  t.match(answer.error, {
    code: 'DIRECTORY_ENTRIES_FAILED',
    message: /5 entries/,
    details: {
      entries: [
        { name: 'TWIN', reason: /twice/ },
        { name: 'bad', reason: /control/ },
        { name: 'root', reason: /not ours/ },
        { name: 'nowhere', reason: /no such group/ },
        { name: 'nomail', reason: /syntax|invalid/i }
      ]
    }
  })
  const now = await entries()
  t.match(now, { zoe: {}, good: {}, nogroup: {}, root: { cn: 'r' } })
  t.match(state(), { failed: { entries: { length: 5 } } })
  const mended = ['zoe,Zoe,,', 'nogroup,N,,', 'good,Good,,']
  t.match(await sync('--apply', mended), { status: 0 })
  t.equal((await entries()).root.cn, 'r', 'one that is not in the source either')

  // A row without an id may be anybody: nobody is taken for gone.
  const nameless = await sync('--plan', ['zoe,Zoe,,', ',Somebody,,'])
  t.match(nameless.answer, { changes: [], failed: [{ name: '#2', reason: /no uid/ }] })
})

t.test('who is gone is disabled where that is wanted, and comes back', { skip }, async t => {
  const more = {
    people: { disable: { attribute: 'description', value: 'left' } },
    rest: { mostGonePercent: 50 }
  }
  t.match(await sync('--apply', ['zoe,Zoe,,', 'good,Good,,'], more), { status: 0 })
  t.match(await entries(), { nogroup: { description: 'left' } })
  t.match(await sync('--plan', ['zoe,Zoe,,', 'good,Good,,'], more), { answer: { owned: 2, changes: [] } })
  t.match(await sync('--apply', ['zoe,Zoe,,', 'good,Good,,', 'nogroup,N,,'], more), { status: 0 })
  t.equal((await entries()).nogroup.description, undefined)
})

t.test('over HTTP: with its token, never a body that is cut off; secrets only where they are encrypted', {
  skip
}, async t => {
  const seen: unknown[] = []
  const source = createServer(({ url, headers }, response) => {
    seen.push(headers.authorization)
    if (url === '/cut') {
      response.writeHead(200, { 'content-length': 1000 })
      response.write(`${header}\nzoe,Zoe,,\n`, () => response.destroy())
    } else {
      response.writeHead(url === '/people' ? 200 : 503)
      response.end(`${header}\nzoe,Zoe,,\ngood,Good,,\nnogroup,N,,\n`)
    }
  })
    .listen(0, '127.0.0.1')
  await once(source, 'listening')
  t.teardown(() => source.close())
  const at = (path: string) => `http://127.0.0.1:${(source.address() as AddressInfo).port}${path}`
  writeFileSync(join(folder, 'token'), 'bearer-of-a-test')
  const more = { tokenFile: 'token' }
  t.match(await sync('--plan', { from: at('/people'), more }), {
    status: 0,
    answer: { people: 3, changes: [] }
  })
  t.equal(seen[0], 'Bearer bearer-of-a-test')
  for (const path of ['/cut', '/down']) {
    const { answer, stderr } = await sync('--apply', { from: at(path), more })
    t.match(answer.error, { code: 'DIRECTORY_SOURCE_FAILED' })
    t.notMatch(JSON.stringify(answer) + stderr, 'bearer-of-a-test')
  }
  const insecure = await sync('--plan', { from: 'http://cmdb.example/people', more })
  t.match(insecure.answer.error, { code: 'DIRECTORY_INSECURE' })
  const plain = await sync('--plan', ['zoe,Zoe,,'], { server: { url: 'ldap://ldap.example' } })
  t.match(plain.answer.error, { code: 'DIRECTORY_INSECURE' })
  const { caFile: _, ...unknown } = { caFile: '', url: server.tlsUrl }
  const other = new CertificateAuthority(folder, 'other')
  t.match(
    (await sync('--plan', ['zoe,Zoe,,'], { server: { ...unknown, caFile: other.certFile } })).answer.error,
    {
      code: 'DIRECTORY_SERVER_FAILED',
      message: /certificate/
    }
  )
  writeFileSync(join(folder, 'wrong'), 'wrong-password')
  const refused = await sync('--plan', ['zoe,Zoe,,'], { server: { passwordFile: 'wrong' } })
  t.match(refused.answer.error, { code: 'DIRECTORY_SERVER_FAILED', message: /credentials/i })
  t.notMatch(JSON.stringify(refused), 'wrong-password')
})

t.test('names that differ only in how they are written are one', async t => {
  const name = entryName('uid', '李, "x"', 'ou=People,dc=a')
  t.equal(comparableName(name.replace('\\,', '\\2C')), comparableName(name.replace(',ou', ' , OU')))
  t.not(comparableName(entryName('uid', 'a,ou=b', 'dc=a')), comparableName('uid=a,ou=b,dc=a'))
})

t.test('of people whose row cannot be used entries and memberships stay; without an id nobody is gone', async t => {
  const config = {
    people: {
      base: 'ou=people',
      id: 'uid',
      objectClasses: ['inetOrgPerson'],
      attributes: { uid: '{login}', cn: '{name}' }
    },
    groups: { base: 'ou=groups', column: 'teams', separator: ';' }
  } as unknown as DirectoryConfig
  const entry = (dn: string, of: Record<string, string[]>): DirectoryEntry => ({
    dn,
    values: name => of[name] ?? []
  })
  const there = ['zoe', 'li', 'han'].map(uid => entry(`uid=${uid},ou=people`, { uid: [uid], cn: [uid] }))
  const group = entry('cn=art,ou=groups', { cn: ['art'], member: there.map(({ dn }) => dn) })
  const changes = (rows: string[][]): string[] =>
    planDirectory(
      wantedEntries(rows.map(([login = '', name = '', teams = '']) => ({ login, name, teams })), config),
      { people: there, groups: [group] },
      config
    )
      .changes
      .map(({ kind, name, attributes: { member = [] } }) => [kind, name, ...member].join(' '))
  const zoe = ['zoe', 'zoe', 'art']
  t.strictSame(changes([zoe, ['li', 'l\u0000i', '']]), [
    'remove han',
    'group art uid=zoe,ou=people uid=li,ou=people'
  ])
  t.strictSame(changes([zoe, ['', 'nobody', '']]), [])
  t.strictSame(changes([zoe]), ['remove li', 'remove han', 'group art uid=zoe,ou=people'])
})
