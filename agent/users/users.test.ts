import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { Accounts } from './accounts.js'
import { hashPassword, isPassword, newPassword } from './password.js'
import { highestRole, mergedRoles, roleIn } from './project-role.js'
import { UsersFile } from './users-file.js'

/** scrypt as it is, with a thousandth of the work. */
const cheap = { ln: 5, r: 8, p: 1 }

async function open (t: Test) {
  const home = t.testdir()
  let nowMs = Date.parse('2026-01-02T00:00:00Z')
  const users = new UsersFile(join(home, 'users.json'), () => nowMs)
  await users.add({
    name: 'Ann',
    password: await hashPassword('of ann, long', cheap),
    roles: { dk: 'release' }
  })
  await users.add({ name: 'lei', roles: { dk: 'read' } })
  const reopen = async () =>
    await Accounts.open({
      config: { sessionHours: 12 },
      home,
      cwd: home,
      environment: {},
      now: () => nowMs
    })
  return {
    home,
    users,
    reopen,
    accounts: await reopen(),
    wait: (ms: number) => {
      nowMs += ms
    }
  }
}

t.test('a password is kept as a salted scrypt hash in the form that others read, and found again', async t => {
  const [one, other] = await Promise.all([
    hashPassword('naïve 密码 word', cheap),
    hashPassword('naïve 密码 word', cheap)
  ])
  t.match(one, /^\$scrypt\$ln=5,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  t.not(one, other)
  t.equal(await isPassword('naïve 密码 word'.normalize('NFD'), one), true, 'however the keyboard composes it')
  t.equal(await isPassword('naive 密码 word', one), false)
  t.equal(await isPassword('', undefined), false)
  // RFC 7914, section 12: scrypt("pleaseletmein", "SodiumChloride", 16384, 8, 1), its first 32 bytes.
  const rfc = `$scrypt$ln=14,r=8,p=1$${
    Buffer.from('SodiumChloride').toString('base64').replaceAll('=', '')
  }$${
    Buffer
      .from('7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2', 'hex')
      .toString('base64')
      .replaceAll('=', '')
  }`
  t.equal(await isPassword('pleaseletmein', rfc), true)
  t.match(newPassword(), /^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/)
})

t.test('a role in one project says nothing of another; that for all projects adds to it', async t => {
  const roles = { dk: 'test', '*': 'read', constructor: 'admin' } as const
  t.same(['dk', 'other', 'toString'].map(project => roleIn(roles, project)), ['test', 'read', 'read'])
  t.same(['dk', '__proto__', ''].map(project => roleIn({ dk: 'admin' }, project)), ['admin', 'none', 'none'])
  t.same(mergedRoles([{ a: 'read', b: 'admin' }, { a: 'release' }]), { a: 'release', b: 'admin' })
  t.equal(highestRole([]), 'none')
})

t.test('the file is its owner’s, names differ by more than capitals, and a damaged file lets nobody in', async t => {
  const { home, users, accounts, wait } = await open(t)
  const file = join(home, 'users.json')
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.equal(statSync(join(home, 'session-key')).mode & 0o777, 0o600)
  await t.rejects(users.add({ name: 'ANN', roles: {} }), { code: 'USER_EXISTS' })
  await t.rejects(users.setRole('nobody', 'dk', 'read'), { code: 'USER_UNKNOWN' })
  await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      await new UsersFile(file, Date.now).setRole('lei', `p${index}`, 'test')
    })
  )
  t.equal(Object.keys(users.all()[1]!.roles).length, 9, 'of eight at once none is lost')
  const id = await accounts.signIn('Ann', 'of ann, long', '10.0.0.1')
  for (const bad of ['{', '{"users":[{"name":"a b"}]}', '{"users":[{"name":"a","roles":{"dk":"boss"}}]}']) {
    writeFileSync(file, bad)
    wait(1000)
    t.throws(() => accounts.who(id), { code: 'USERS_INVALID' })
  }
})

t.test('a session has an id of its own, ends by itself, by signing out, and with its user', async t => {
  const { home, users, accounts, reopen, wait } = await open(t)
  const signIn = async () => await accounts.signIn('ann', 'of ann, long', '10.0.0.1')
  const [one, other] = [await signIn(), await signIn()]
  t.not(one, other)
  t.match(accounts.who(one), { name: 'Ann', roles: { dk: 'release' } })
  t.notMatch(readFileSync(join(home, 'sessions.json'), 'utf8'), one, 'who reads the file is nobody')
  t.match((await reopen()).who(one), { name: 'Ann' }, 'after a restart too')
  await accounts.signOut(one)
  t.equal(accounts.who(one), undefined)
  t.equal((await reopen()).who(one), undefined)
  t.match(accounts.who(other), { name: 'Ann' })
  await users.setRole('Ann', 'dk', 'none')
  wait(1000)
  t.same(accounts.who(other)?.roles, {}, 'a role that is taken away is gone at once')

  const third = await accounts.changePassword('Ann', 'of ann, long', 'another long one', '10.0.0.1')
  t.equal(accounts.who(other), undefined, 'a new password ends the sessions of before')
  t.match(accounts.who(third), { name: 'Ann' })
  await t.rejects(accounts.changePassword('Ann', 'another long one', 'short', '1'), {
    code: 'PASSWORD_UNSUITABLE'
  })
  wait(12 * 3_600_000)
  t.equal(accounts.who(third), undefined, 'twelve hours later')
  const last = await accounts.signIn('Ann', 'another long one', '10.0.0.1')
  await users.remove('Ann')
  wait(1000)
  t.equal(accounts.who(last), undefined)
  await users.add({ name: 'Ann', password: await hashPassword('another long one', cheap), roles: {} })
  wait(1000)
  t.equal(accounts.who(last), undefined, 'nor for the next one of that name')
  t.equal(accounts.who('made up'), undefined)
})

t.test('who is not known, has no password or gives a wrong one is told the same', async t => {
  const { accounts } = await open(t)
  for (
    const [name, password] of [['ann', 'wrong'], ['lei', ''], ['nobody', 'x'], ['', ''], [
      'ann',
      'x'.repeat(5000)
    ]]
  ) {
    await t.rejects(accounts.signIn(name!, password!, '10.0.0.1'), { code: 'LOGIN_FAILED', details: {} })
  }
})

t.test('guessing is slowed down by name and by address, also many guesses at once', async t => {
  const { accounts, wait } = await open(t)
  const guess = async (name: string, password: string, address: string) =>
    await accounts.signIn(name, password, address).then(() => 'in', (error: { code: string }) => error.code)
  const many = await Promise.all(
    Array.from({ length: 30 }, async () => await guess('ANN', 'wrong', '10.0.0.1'))
  )
  t.equal(many.filter(code => code === 'LOGIN_FAILED').length, 10)
  t.equal(many.filter(code => code === 'LOGIN_THROTTLED').length, 20)
  t.equal(
    await guess('ann', 'of ann, long', '10.0.0.2'),
    'LOGIN_THROTTLED',
    'also the right one, from anywhere'
  )
  wait(15 * 60_000)
  t.equal(await guess('ann', 'of ann, long', '10.0.0.2'), 'in')
  for (let count = 0; count < 20; count++) {
    t.equal(await guess('ann', 'of ann, long', '10.0.0.3'), 'in', 'what goes well does not count')
  }
  const names = Array.from({ length: 55 }, (_, index) => `lei${index}`)
  const sprayed = await Promise.all(names.map(async name => await guess(name, 'x'.repeat(300), '10.0.0.4')))
  t.equal(sprayed.filter(code => code === 'LOGIN_THROTTLED').length, 5, 'one password tried on everybody')
})
