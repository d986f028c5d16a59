// Takes 20 s.
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { quickRepository } from '../../test/support/quick-repository.js'
import type { Test } from 'tap'
import type { BackupItem } from '../config/backup-schema.js'
import { findExecutable } from '../processes/find-executable.js'
import { Backups } from './backups.js'

t.setTimeout(180_000)
const path = `${process.env.PATH}:/usr/sbin:/sbin`
const keep = { backupEveryHours: 26, drillEveryDays: 8, keep: { daily: 7 } }

function missing (...packages: Array<[name: string, program: string]>): string | false {
  const lacking = packages.filter(([, program]) => {
    try {
      findExecutable(program, path)
      return false
    } catch {
      return true
    }
  })
  return lacking.length > 0 && `Debian packages ${lacking.map(([name]) => name).join(', ')}`
}

const restic: [string, string] = ['restic', 'restic']

/**
 * A stand-in for GitLab's tool, which cannot be had: the archive of lib/backup/manager.rb (BACKUP names it, below
 * the backup_path of gitlab.rb), its layout as doc/administration/backup_restore/backup_archive_process.md has it.
 * A part that fails is told in the log, and the others are made all the same.
 */
const gitlabBackup = `#!/bin/sh -eu
  [ "$*" = 'create BACKUP=packline STRATEGY=copy SKIP=remote' ]
  here="\${0%/*}/.."
  cd "$here/parts"
  [ ! -e fails ] || echo '2026-11-30 10:00:00 UTC -- Dumping database failed: pg_dump: error'
  tar -cf ../backups/packline_gitlab_backup.tar *
`

/** A stand-in for MongoDB's, which reads its address in a file (common/options/options.go: ParseConfigFile). */
const mongodump = `#!/bin/sh -eu
  here="\${0%/*}/.."
  [ "$3" = --oplog ]
  [ "$(cat "\${1#--config=}")" = 'uri: "mongodb://ci:p%40ss%2Fword@db:27017/?replicaSet=rs0"' ]
  out="\${2#--out=}"; mkdir "$out/game"; : > "$out/oplog.bson"
  printf '\\005\\000\\000\\000\\000' > "$out/game/a.bson"
  [ ! -e "$here/cut" ] || printf '\\011\\000\\000\\000' >> "$out/game/a.bson"
`

/** Backups of one item in a repository of their own. */
function backupsOf (
  t: Test,
  item: Pick<BackupItem, 'kind' | 'path'> & Partial<BackupItem>,
  folder = t.testdir(),
  programs = path
): {
  backups: Backups
  folder: string
  repository: string
} {
  const repository = join(folder, 'repository')
  const passwordFile = join(folder, 'key')
  writeFileSync(passwordFile, 'a key of a test', { mode: 0o600 })
  if (!existsSync(repository)) quickRepository(repository, 'a key of a test')
  return {
    folder,
    repository,
    backups: new Backups({
      config: { repository, passwordFile, items: { it: { ...keep, ...item } } },
      home: join(folder, 'home'),
      cwd: folder,
      environment: { PATH: programs, HOME: folder },
      signal: new AbortController().signal,
      now: Date.now
    })
  }
}

function sh (script: string, cwd: string): string {
  return execFileSync('sh', ['-euc', script], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: path,
      HOME: cwd,
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@b'
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
}

/** A service of the machine that lives as long as the test. */
async function service (t: Test, command: string[], cwd: string, isUp: string): Promise<ChildProcess> {
  const [file = '', ...args] = command
  const child = spawn(findExecutable(file, path), args, { cwd, stdio: 'ignore' })
  t.teardown(async () => {
    if (child.exitCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  for (;;) {
    try {
      sh(isUp, cwd)
      return child
    } catch (error) {
      if (child.exitCode !== null) throw error
      await delay(30)
    }
  }
}

t.test('Subversion: a copy is made while the repository lives, and svnserve gives its files again', {
  skip: missing(restic, ['subversion', 'svnadmin'])
}, async t => {
  const folder = t.testdir()
  const svn = join(folder, 'svn')
  sh(
    `svnadmin create svn; svn checkout -q file://$PWD/svn wc; cd wc; head -c 5000 /dev/urandom > 'art 图.png'
    mkdir 'a b'; echo one > 'a b/notes.txt'; svn add -q *; svn commit -q -m one; echo two >> 'a b/notes.txt'; svn commit -q -m two`,
    folder
  )
  const { backups, repository } = backupsOf(t, { kind: 'svn', path: svn }, folder)
  const made = await backups.run('it')
  t.match(made.facts, {
    youngest: 2,
    'file a b/notes.txt': createHash('sha256').update('one\ntwo\n').digest('hex')
  })
  t.match(await backups.drill('it'), { snapshot: made.snapshot, facts: made.facts })
  t.match(await backups.records.read('it'), {
    lastBackup: { bytes: made.bytes },
    lastDrill: {},
    sizes: [made.bytes]
  })
  t.same(readdirSync(join(folder, 'home/backups')).sort(), ['it.json', 'it.lock', 'restic-cache'])

  t.test('a place that is taken stays, and with force goes aside', async t => {
    await t.rejects(backups.restore('it', { to: svn, force: false }), { code: 'BACKUP_PLACE_TAKEN' })
    const restored = await backups.restore('it', { to: join(folder, 'new'), force: false })
    t.equal(sh('svnlook youngest new/repository', folder).trim(), '2')
    t.equal(restored.before, undefined)
    const again = await backups.restore('it', { to: join(folder, 'new'), force: true })
    t.equal(sh(`svnlook youngest '${again.before}/repository'`, folder).trim(), '2')
  })

  t.test('the wrong key, a changed byte and a service that is gone are told, and nothing is called good', async t => {
    const before = await backups.records.read('it')
    writeFileSync(join(folder, 'key'), 'another key')
    const other = backupsOf(t, { kind: 'svn', path: svn }, folder)
    writeFileSync(join(folder, 'key'), 'another key')
    await t.rejects(other.backups.run('it'), { code: 'BACKUP_STORE_FAILED', details: { work: 'open' } })
    writeFileSync(join(folder, 'key'), 'a key of a test')
    const gone = backupsOf(t, { kind: 'svn', path: join(folder, 'gone') }, folder)
    await t.rejects(gone.backups.run('it'), { code: 'BACKUP_TOOL_FAILED', details: { work: 'hotcopy' } })
    t.match(await backups.records.read('it'), { ...before, failed: { what: 'backup', reason: /hotcopy/ } })
    t.equal((await backups.list('it')).length, 1, 'what was kept is there')

    const data = join(repository, 'data')
    const packs = readdirSync(data, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    for (const { parentPath, name } of packs) {
      const file = join(parentPath, name)
      const bytes = readFileSync(file)
      bytes[bytes.length >> 1]! ^= 1
      chmodSync(file, 0o600)
      writeFileSync(file, bytes)
    }
    await t.rejects(backups.verify(100), { code: 'BACKUP_STORE_FAILED', details: { work: 'check' } })
    await t.rejects(backups.drill('it'), { code: 'BACKUP_UNPROVEN' })
    t.match(await backups.records.read('it'), {
      failed: { what: 'drill' },
      lastDrill: before.lastDrill ?? {}
    })
  })
})

t.test('Git: every repository of a folder, also an empty one, with hooks and LFS files', {
  skip: missing(restic)
}, async t => {
  const folder = t.testdir()
  sh(
    `mkdir -p git/group; git init -q --bare git/group/game.git; git init -q --bare git/empty.git
    git clone -q git/group/game.git wc 2>&1; cd wc; echo 1 > f; git add f; git commit -qm 1; git tag -a v1 -m v1; git branch other
    git push -q origin --all; git push -q origin --tags; cd ..; mkdir -p git/group/game.git/lfs/objects; echo x > git/group/game.git/lfs/objects/x
    echo 'exit 0' > git/group/game.git/hooks/pre-receive`,
    folder
  )
  const { backups } = backupsOf(t, { kind: 'git', path: join(folder, 'git') }, folder)
  const made = await backups.run('it')
  t.match(made.facts, { repositories: 2, 'objects group/game.git': 1, 'objects empty.git': 0 })
  t.match(await backups.drill('it'), { facts: made.facts })
  await backups.restore('it', { to: join(folder, 'first'), force: false })
  t.equal(readFileSync(join(folder, 'first/group/game.git/hooks/pre-receive'), 'utf8'), 'exit 0\n')
  // As a farm lays them: repositories and large files on other disks, hooks of one place.
  sh(
    `mkdir -p other/lfs other/hooks; echo y > other/lfs/y; echo 'exit 1' > other/hooks/update; mv git/group/game.git other/moved.git
    ln -s ../../other/moved.git git/group/game.git; ln -s .. git/group/circle
    rm -r other/moved.git/lfs other/moved.git/hooks; ln -s ../lfs other/moved.git/lfs; ln -s ../hooks other/moved.git/hooks`,
    folder
  )
  t.match((await backups.run('it')).facts, { 'objects group/game.git': 1 })
  renameSync(join(folder, 'other'), join(folder, 'gone'))
  t.match(
    await backups.drill('it'),
    { facts: { 'objects group/game.git': 1 } },
    'nothing of this machine is needed'
  )
  await backups.restore('it', { to: join(folder, 'linked'), force: false })
  t.equal(readFileSync(join(folder, 'linked/group/game.git/hooks/update'), 'utf8'), 'exit 1\n')
  t.equal(readFileSync(join(folder, 'linked/group/game.git/lfs/y'), 'utf8'), 'y\n')
  await t.rejects(
    backups.run('it'),
    { code: 'BACKUP_PART_INVALID', details: { part: /game\.git$/ } },
    'a disk is away'
  )
  renameSync(join(folder, 'gone'), join(folder, 'other'))
  symlinkSync('.', join(folder, 'other/lfs/circle'))
  await t.rejects(backups.run('it'), { code: 'BACKUP_PART_INVALID', details: { part: /lfs\/circle$/ } })
  rmSync(join(folder, 'other/lfs/circle'))
  mkdirSync(join(folder, 'none'))
  const none = backupsOf(t, { kind: 'git', path: join(folder, 'none') }, folder)
  await t.rejects(none.backups.run('it'), { code: 'BACKUP_TOOL_FAILED', details: { work: 'dump' } })
  await backups.restore('it', { to: join(folder, 'back'), force: false })
  t.equal(
    sh('git --git-dir back/group/game.git for-each-ref', folder),
    sh('git --git-dir git/group/game.git for-each-ref', folder)
  )
  t.equal(sh('git --git-dir back/empty.git for-each-ref', folder), '')
})

t.test('Redis: the snapshot of a running server, loaded by another one', {
  skip: missing(restic, ['redis', 'redis-server'])
}, async t => {
  // The path of a socket has a limit.
  const folder = mkdtempSync(join(tmpdir(), 'packline-redis-'))
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const socket = join(folder, 's')
  await service(
    t,
    [
      'redis-server',
      '--port',
      '0',
      '--unixsocket',
      socket,
      '--dir',
      folder,
      '--requirepass',
      'secret of redis'
    ],
    folder,
    `REDISCLI_AUTH='secret of redis' redis-cli -s s PING | grep -q PONG`
  )
  sh(
    `export REDISCLI_AUTH='secret of redis'; for i in 1 2 3; do redis-cli -s s SET k$i v >/dev/null; done; redis-cli -s s SET gone v EX 1000 > /dev/null`,
    folder
  )
  writeFileSync(join(folder, 'password'), 'secret of redis\n')
  const { backups } = backupsOf(
    t,
    { kind: 'redis', path: socket, passwordFile: join(folder, 'password') },
    folder
  )
  t.match(await backups.run('it'), { facts: { keys: 3 } })
  t.match(await backups.drill('it'), { facts: { keys: 3 } })
})

t.test('MongoDB: every document of a running server, counted again in another one', {
  skip: missing(restic, ["mongodb-org-server (MongoDB's own)", 'mongod'], [
    "mongodb-database-tools (MongoDB's own)",
    'mongodump'
  ])
}, async t => {
  const folder = mkdtempSync(join(tmpdir(), 'packline-mongo-'))
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  mkdirSync(join(folder, 'data'))
  const socket = join(folder, 's.sock')
  const uri = `mongodb://${encodeURIComponent(socket)}/`
  await service(
    t,
    ['mongod', '--dbpath', join(folder, 'data'), '--bind_ip', socket],
    folder,
    `test -S ${socket}`
  )
  // Three documents and none: {"_id": int32}.
  mkdirSync(join(folder, 'first/game'), { recursive: true })
  const documents = [1, 2, 3].map(id => {
    const bytes = Buffer.from('0e000000105f6964000000000000', 'hex')
    bytes.writeInt32LE(id, 9)
    return bytes
  })
  writeFileSync(join(folder, 'first/game/players.bson'), Buffer.concat(documents))
  writeFileSync(join(folder, 'first/game/empty.bson'), '')
  sh(`mongorestore --quiet --uri='${uri}' --dir=first`, folder)
  const { backups } = backupsOf(t, { kind: 'mongodb', path: uri }, folder)
  const facts = { collections: 2, 'documents game.players': 3, 'documents game.empty': 0 }
  t.strictSame((await backups.run('it')).facts, facts)
  t.match(await backups.drill('it'), { facts })
})

t.test('MongoDB: the password is in no argument, and in no copy', { skip: missing(restic) }, async t => {
  const folder = t.testdir({ password: 'p@ss/word\n', made: { mongodump } })
  chmodSync(join(folder, 'made/mongodump'), 0o755)
  const item = {
    kind: 'mongodb',
    path: 'mongodb://ci@db:27017/?replicaSet=rs0',
    passwordFile: join(folder, 'password')
  } as const
  const { backups } = backupsOf(t, item, folder, `${join(folder, 'made')}:${path}`)
  t.strictSame((await backups.run('it')).facts, { collections: 1 }, 'of one moment')
  await backups.restore('it', { to: join(folder, 'back'), force: false })
  t.same(readdirSync(join(folder, 'back')), ['game', 'oplog.bson'])
  writeFileSync(join(folder, 'cut'), '')
  await t.rejects(backups.run('it'), {
    code: 'BACKUP_TOOL_FAILED',
    details: { reason: 'ends within a document' }
  })
})

t.test(
  'GitLab: what its tool makes, with the secrets that it leaves out',
  { skip: missing(restic) },
  async t => {
    const folder = t.testdir({
      gitlab: {
        'gitlab.rb': '',
        'gitlab-secrets.json': '{"gitlab_rails":{"db_key_base":"k"}}',
        ssl: { 'git.crt': 'c' }
      },
      made: { 'gitlab-backup': gitlabBackup },
      backups: {},
      parts: {
        'backup_information.yml':
          '---\n:db_version: 20240101\n:gitlab_version: 16.7.0-ee\n:skipped: remote\n',
        'dump.sql':
          'COPY public.users (id) FROM stdin;\n1\n\\.\nCOPY public.keys (id) FROM stdin;\n\\.\n--\n-- PostgreSQL database dump complete\n--\n'
      }
    })
    const config = join(folder, 'gitlab')
    writeFileSync(join(config, 'gitlab.rb'), `gitlab_rails['backup_path'] = "${folder}/backups"\n`)
    chmodSync(join(folder, 'made/gitlab-backup'), 0o755)
    writeFileSync(join(folder, 'of-acme.crt'), 'a')
    symlinkSync('../../of-acme.crt', join(config, 'ssl/acme.crt'))
    sh(
      `cd parts; mkdir -p db repositories/@hashed/aa; gzip -c dump.sql > db/database.sql.gz; rm dump.sql; tar -czf uploads.tar.gz --files-from /dev/null
    git init -q w; cd w; git commit -q --allow-empty -m 1; git bundle create -q ../repositories/@hashed/aa/001.bundle --all; rm -rf ../w`,
      folder
    )
    const { backups } = backupsOf(
      t,
      { kind: 'gitlab', path: config },
      folder,
      `${join(folder, 'made')}:${path}`
    )
    const made = await backups.run('it')
    t.match(made.facts, { version: '16.7.0-ee', tables: 2, bundles: 1 })
    t.same(readdirSync(join(folder, 'backups')), [], 'nothing lies beside what GitLab keeps there')
    t.match(await backups.drill('it'), { facts: made.facts })
    await backups.restore('it', { to: join(folder, 'back'), force: false })
    t.same(readdirSync(join(folder, 'back/config')).sort(), ['gitlab-secrets.json', 'gitlab.rb', 'ssl'])
    t.ok(lstatSync(join(folder, 'back/config/ssl/acme.crt')).isFile(), 'what a link leads to is kept')

    const fails = async (details: object): Promise<void> => {
      await t.rejects(backups.run('it'), { code: /^BACKUP_(TOOL_FAILED|PART_INVALID)$/, details })
      t.same(readdirSync(join(folder, 'backups')), [])
    }
    writeFileSync(join(folder, 'parts/fails'), '')
    await fails({ work: 'create', reason: /Dumping database failed/ })
    rmSync(join(folder, 'parts/fails'))
    sh('printf "COPY public.users (id) FROM stdin;\n" | gzip -c > parts/db/database.sql.gz', folder)
    await fails({ part: 'db/database.sql.gz', reason: 'it ends early' })
    writeFileSync(join(config, 'gitlab-secrets.json'), '{}')
    await fails({ part: 'gitlab-secrets.json' })
  }
)

t.test('Jenkins: its home without workspaces; a home without its keys is no backup', {
  skip: missing(restic)
}, async t => {
  const folder = t.testdir({
    jenkins: {
      'config.xml': "<?xml version='1.1' encoding='UTF-8'?>\n<hudson><version>2.479</version></hudson>",
      secrets: { 'master.key': 'abc', 'hudson.util.Secret': 'def' },
      plugins: { 'git.jpi': 'x' },
      workspace: { game: { 'large.bin': 'x' } },
      jobs: {
        game: {
          'config.xml': '<project/>',
          jobs: { inner: { 'config.xml': '<flow-definition/>', workspace: { 'w.txt': 'w' } } }
        }
      }
    }
  })
  const home = join(folder, 'jenkins')
  const { backups } = backupsOf(t, { kind: 'jenkins', path: home }, folder)
  t.match(await backups.run('it'), { facts: { jobs: 2, plugins: 1 } })
  t.match(await backups.drill('it'), { facts: { jobs: 2 } })
  // What was counted when the copy was made, and is not in it.
  const counted = Buffer.from(JSON.stringify({ jobs: 3, plugins: 1 })).toString('base64url')
  sh(`restic -q -r repository -p key tag --set packline=it,kind=jenkins,facts=${counted} latest`, folder)
  await t.rejects(backups.drill('it'), { code: 'BACKUP_UNPROVEN', details: { reason: 'jobs: 2 ≠ 3' } })
  await backups.restore('it', { to: join(folder, 'back'), force: false })
  t.same(readdirSync(join(folder, 'back')).sort(), ['config.xml', 'jobs', 'plugins', 'secrets'])
  t.same(readdirSync(join(folder, 'back/jobs/game/jobs/inner')), ['config.xml'])
  // The store keeps links as links: of what they lead to nothing would be kept, and a drill would look here.
  mkdirSync(join(home, 'jobs/game/builds/1'), { recursive: true })
  for (
    const [link, target] of [['builds/last', '1'], ['builds/lastFailed', '-1'], ['workspace', '/data/game'], [
      '../../.m2',
      '/data/m2'
    ]]
  ) {
    symlinkSync(target ?? '', join(home, 'jobs/game', link ?? ''))
  }
  await backups.run('it')
  for (
    const [part, target] of [
      ['users', '../outside'],
      ['.ssh', '../outside'],
      ['jobs/other', '/nowhere/on/a/disk'],
      ['jobs/game/builds/2', `${home}/jobs/game/builds/1`]
    ]
  ) {
    symlinkSync(target ?? '', join(home, part ?? ''))
    await t.rejects(backups.run('it'), { code: 'BACKUP_PART_INVALID', details: { part } })
    rmSync(join(home, part ?? ''))
  }
  writeFileSync(join(home, 'secrets/master.key'), '')
  await t.rejects(backups.run('it'), { code: 'BACKUP_PART_INVALID', details: { part: 'secrets/master.key' } })
  writeFileSync(join(home, 'secrets/master.key'), 'abc')
  writeFileSync(join(home, 'jobs/game/config.xml'), '<project>')
  await t.rejects(backups.run('it'), {
    code: 'BACKUP_PART_INVALID',
    details: { part: 'jobs/game/config.xml' }
  })
})

t.test('OpenLDAP: configuration and data in a slapd of the drill, which binds and counts', {
  skip: missing(restic, ['slapd', 'slapd'], ['ldap-utils', 'ldapsearch'])
}, async t => {
  const folder = t.testdir()
  mkdirSync(join(folder, 'slapd.d'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(
    join(folder, 'config.ldif'),
    `dn: cn=config
objectClass: olcGlobal
cn: config
olcPidFile: /run/slapd/elsewhere.pid

dn: cn=module,cn=config
objectClass: olcModuleList
cn: module
olcModulePath: /usr/lib/ldap
olcModuleLoad: back_mdb

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file:///etc/ldap/schema/core.ldif
include: file:///etc/ldap/schema/cosine.ldif
include: file:///etc/ldap/schema/inetorgperson.ldif

dn: olcDatabase=mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: mdb
olcSuffix: dc=studio,dc=example
olcRootDN: cn=admin,dc=studio,dc=example
olcRootPW: ${randomBytes(8).toString('hex')}
olcDbDirectory: ${folder}/data
olcAccess: to * by * none
`
  )
  const people = Array.from(
    { length: 20 },
    (_, index) =>
      `dn: uid=p${index},dc=studio,dc=example\nobjectClass: inetOrgPerson\nuid: p${index}\ncn: 人${index}\nsn: x\n`
  )
  writeFileSync(
    join(folder, 'data.ldif'),
    [
      'dn: dc=studio,dc=example\nobjectClass: dcObject\nobjectClass: organization\no: Studio\ndc: studio\n',
      ...people
    ]
      .join('\n')
  )
  sh('slapadd -F slapd.d -n 0 -l config.ldif; slapadd -F slapd.d -n 1 -l data.ldif', folder)
  const { backups } = backupsOf(t, { kind: 'ldap', path: join(folder, 'slapd.d') }, folder)
  t.match(await backups.run('it'), { facts: { 'entries dc=studio,dc=example': 21 } })
  t.match(await backups.drill('it'), { facts: { 'entries dc=studio,dc=example': 21 } })
})

t.test('BIND: zones are compiled, served by a named of the drill, and asked', {
  skip: missing(restic, ['bind9', 'named'], ['bind9-dnsutils', 'dig'])
}, async t => {
  const folder = t.testdir({
    'db.studio': `$TTL 300
@ IN SOA ns.studio.example. admin.studio.example. 7 3600 600 86400 300
@ IN NS ns
ns IN A 10.0.0.1
game IN A 10.0.0.2
game IN A 10.0.0.3
www IN CNAME game
`
  })
  writeFileSync(
    join(folder, 'named.conf'),
    `options { directory "${folder}"; recursion no; }; // ours
zone "studio.example" { type master; allow-update { none; }; file "db.studio"; };\n`
  )
  const { backups } = backupsOf(t, { kind: 'dns', path: join(folder, 'named.conf') }, folder)
  const expected = { 'records studio.example': 6, 'answer game.studio.example. A': '10.0.0.2, 10.0.0.3' }
  t.match(await backups.run('it'), { facts: expected })
  t.match(await backups.drill('it'), { facts: expected })
  writeFileSync(join(folder, 'none.conf'), `options { directory "${folder}"; };\n`)
  const none = backupsOf(t, { kind: 'dns', path: join(folder, 'none.conf') }, folder)
  await t.rejects(none.backups.run('it'), { code: 'BACKUP_TOOL_FAILED', details: { work: 'dump' } })
  writeFileSync(join(folder, 'db.studio'), 'nonsense')
  await t.rejects(backups.run('it'), { code: 'BACKUP_TOOL_FAILED' })
})

t.test('Kea: configuration and leases, tested by Kea itself', {
  skip: missing(restic, ['kea-dhcp4-server', 'kea-dhcp4'])
}, async t => {
  const folder = t.testdir({
    'leases.csv': 'address,hwaddr\n10.0.0.9,aa\n10.0.0.8,bb\n10.0.0.9,aa\n',
    'kea.conf': `# of the studio
{ "Dhcp4": { "interfaces-config": { "interfaces": [] }, // none here
  "lease-database": { "type": "memfile", "persist": false },
  "subnet4": [{ "id": 1, "subnet": "10.0.0.0/24", "pools": [{ "pool": "10.0.0.8 - 10.0.0.99" }] }] } }`
  })
  const item = { kind: 'dhcp', path: join(folder, 'kea.conf'), leases: join(folder, 'leases.csv') } as const
  const { backups } = backupsOf(t, item, folder)
  t.match(await backups.run('it'), { facts: { leases: 2, subnets: 1 } })
  t.match(await backups.drill('it'), { facts: { leases: 2 } })
  t.match(await readFile(join(folder, 'home/backups/it.json'), 'utf8'), /lastDrill/)
})
