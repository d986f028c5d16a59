import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { FormVisitor } from '../../test/support/form-visitor.js'
import { client, signInAt, startProvider } from '../../test/support/identity-provider.js'
import { buildApp } from '../app.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import type { OidcConfig } from '../config/users-schema.js'
import { Accounts } from '../users/accounts.js'
import { TokenFile } from './tokens.js'

const url = 'http://packline.example'
const people = {
  ann: { email: 'ann@studio.example', email_verified: true, groups: ['leads', 'everybody'] },
  eve: { email: 'ann@studio.example', email_verified: false, groups: ['leads'] },
  bob: { email: 'bob@studio.example', email_verified: true, groups: ['artists'] },
  lei: { email: 'lei@studio.example', email_verified: true },
  nan: { email: '<b>', email_verified: true }
}

async function open (t: Test, more: Partial<OidcConfig> = {}) {
  const home = t.testdir({ secret: client.client_secret })
  const issuer = await startProvider(t, `${url}/login/oidc/callback`, people)
  let nowMs = Date.now()
  const accounts = await Accounts.open({
    config: {
      sessionHours: 12,
      oidc: {
        issuer,
        clientId: client.client_id,
        clientSecretFile: join(home, 'secret'),
        url,
        title: 'Studio',
        scopes: 'openid email profile',
        nameClaim: 'email',
        groupsClaim: 'groups',
        groups: { leads: { dk: 'release' }, everybody: { '*': 'read' } },
        ...more
      }
    },
    home,
    cwd: home,
    environment: {},
    now: () => nowMs
  })
  const app = await buildApp({
    http: { ...defaultAgentConfig().http, localRole: 'none' },
    tokens: new TokenFile(join(home, 'tokens.json'), Date.now),
    accounts,
    audit: { home, device: 'mac-01', now: () => nowMs },
    hostNames: ['packline.example'],
    parts: []
  })
  t.teardown(async () => await app.close())
  const visitor = () => new FormVisitor(app, { host: 'packline.example' })
  const begin = async (one: FormVisitor, back = '/account') =>
    String((await one.get(`/login/oidc?return=${encodeURIComponent(back)}`)).headers.location)
  const signIn = async (one: FormVisitor, name: string, back?: string) =>
    await one.get((await signInAt(await begin(one, back), name)).slice(url.length))
  const wait = (ms: number) => {
    nowMs += ms
  }
  return { home, issuer, accounts, visitor, begin, signIn, wait }
}

t.test('somebody signs in at a real provider with code and PKCE, and has the roles of their groups', async t => {
  const { accounts, visitor, begin, signIn } = await open(t)
  const ann = visitor()
  t.match((await ann.get('/login')).body, /href="\/login\/oidc\?return=[^"]+">Sign in with Studio</)
  const asked = new URL(await begin(ann)).searchParams
  t.match(Object.fromEntries(asked), {
    response_type: 'code',
    code_challenge_method: 'S256',
    code_challenge: /^.{43}$/,
    redirect_uri: `${url}/login/oidc/callback`,
    nonce: /^.{43}$/
  })
  t.match(await signIn(ann, 'ann', '/projects/dk'), {
    statusCode: 303,
    headers: { location: '/projects/dk' }
  })
  t.match(
    (await ann.get('/account')).body,
    /ann@studio\.example[^]*dk<\/th>\s*<td><b>release[^]*every project/
  )
  t.match((await ann.get('/account')).body, 'the password is changed there')
  t.match(await signIn(visitor(), 'ann', '//evil.example'), { headers: { location: '/releases' } })

  t.match(await signIn(visitor(), 'bob'), { statusCode: 403, body: 'bob@studio.example has no role' })
  await accounts.users.add({
    name: 'lei@studio.example',
    roles: { dk: 'test' }
  })
  const lei = visitor()
  t.equal((await signIn(lei, 'lei')).statusCode, 303, 'somebody without groups has a role from the command')
  t.match((await lei.get('/account')).body, /<b>test/)
  t.match(await signIn(visitor(), 'nan'), { statusCode: 502, body: 'its email is no name' })
})

t.test('an address that nobody verified is nobody’s, and a password account has no other door', async t => {
  const { accounts, visitor, signIn } = await open(t)
  t.match(await signIn(visitor(), 'eve'), { statusCode: 502, body: 'is not verified there' })
  const password = `$scrypt$ln=5,r=8,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`
  await accounts.users.add({ name: 'Ann@studio.example', password, roles: {} })
  t.match(await signIn(visitor(), 'ann'), { statusCode: 403, body: 'signs in with a password here' })
})

t.test('an answer of the provider is good once, in the browser that began, and not for ever', async t => {
  const { visitor, begin, wait } = await open(t)
  const [ann, eve] = [visitor(), visitor()]
  const back = (await signInAt(await begin(ann), 'ann')).slice(url.length)
  t.match(await eve.get(back), { statusCode: 400, body: 'was not begun in this browser' })
  await begin(eve)
  t.match(await eve.get(back), { statusCode: 502, body: 'did not tell who you are' }, 'another state')
  t.equal((await ann.get(back)).statusCode, 303)
  t.match(await ann.get(back), { statusCode: 400 }, 'again')
  const late = (await signInAt(await begin(ann), 'ann')).slice(url.length)
  wait(15 * 60_000)
  t.match(await ann.get(late), { statusCode: 400, body: 'more than 15 minutes ago' })
  await begin(ann)
  t.match(await ann.get('/login/oidc/callback?error=access_denied'), { statusCode: 502 })
  t.match(await ann.get('/login/oidc/callback'), { statusCode: 400 })
})

t.test('a wrong secret and a provider that is away are told, and tried again the next time', async t => {
  const { home, visitor, signIn } = await open(t)
  writeFileSync(join(home, 'secret'), 'wrong')
  t.match(await signIn(visitor(), 'ann'), { statusCode: 502, body: 'did not tell who you are' })
  const away = await open(t, { issuer: 'http://127.0.0.1:9' })
  for (let tries = 0; tries < 2; tries++) {
    t.match(await away.visitor().get('/login/oidc'), { statusCode: 502, body: /127\.0\.0\.1:9/ })
  }
})
