import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { agentSchema } from './agent-schema.js'
import { projectSchema } from './project-schema.js'
import { Redactor, isSecretKey, knownSecrets, withoutSecretFields } from './redaction.js'

t.test('the secrets of a configuration, a project file and the environment are known', async t => {
  const folder = t.testdir({
    jenkins: 'jenkins-canary\n',
    hook: 'hook-canary',
    digest: 'digest-canary',
    pager: 'pager-canary'
  })
  const config = {
    zookeeper: { auth: `digest:farm:file:${join(folder, 'digest')}` },
    jenkins: { url: 'https://ci.example', user: 'farm', tokenFile: 'jenkins' },
    alerts: { pagerduty: { routingKeyFile: 'pager' }, webhooks: [{ name: 'chat', tokenFile: 'none' }] },
    repositories: { dk: { url: 'https://git.example/dk', secretFile: 'hook', tokenFile: 'env:GIT_ACCESS' } }
  }
  const project = {
    packages: {
      signing: { store: { keystore: 'env:KEYSTORE', alias: 'dk', password: 'env:STORE_PASSWORD_1' } }
    }
  }
  const environment = {
    GIT_ACCESS: 'git-canary',
    KEYSTORE: '/keys/dk.jks',
    STORE_PASSWORD_1: 'store-canary',
    AWS_SECRET_ACCESS_KEY: 'aws-canary',
    PACKLINE_KS_PASS: 'pass-canary',
    SECRET_CANARY: 'plain-canary',
    GITHUB_TOKEN_FILE: '/etc/token',
    GIT_ASKPASS: '/usr/bin/ask',
    USES_TOKEN: 'true',
    PATH: '/usr/bin'
  }

  const secrets = await knownSecrets(
    [{ document: config, folder }, { document: project, folder }],
    environment
  )

  t.same([...new Set(secrets)].sort(), [
    'aws-canary',
    'digest-canary',
    'git-canary',
    'hook-canary',
    'jenkins-canary',
    'pager-canary',
    'pass-canary',
    'plain-canary',
    'store-canary'
  ])
})

t.test('every key of the schemas that names a secret is known as one', async t => {
  const names = new Set<string>()
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') { for (const name of Object.keys(value as object)) names.add(name) }
      walk(value)
    }
  }
  walk(agentSchema)
  walk(projectSchema)
  // Digests of tokens, what only says how keys are used, and files of other machines.
  const harmless = ['tokensFile', 'secrets', 'credentials', 'keystore', 'keepCount', 'keepDays', 'keepGoing']
  const suspects = [...names].filter(name =>
    /token|secret|pass(?!es|T)|credential|auth|routingKey/i.test(name) && !harmless.includes(name)
  )
  t.ok(suspects.length >= 5)
  for (const name of suspects) t.ok(isSecretKey(name), name)
})

t.test('secrets are taken out of texts, and out of JSON that stays JSON', async t => {
  const redactor = new Redactor(['geheim"1\\', '中文密码', '123456', 'geheim', 'abc', '(a+)+$'])
  t.equal(
    redactor.text('say geheim"1\\, geheim, 中文密码, (a+)+$ and abc'),
    'say [redacted], [redacted], [redacted], [redacted] and abc',
    'three characters are no secret'
  )
  t.same(
    JSON.parse(redactor
      .json(JSON
        .stringify({ size: 123456, text: 'at 123456', 'geheim"1\\': ['x geheim"1\\', null, true] }))),
    { size: 123456, text: 'at [redacted]', '[redacted]': ['x [redacted]', null, true] }
  )
  t.equal(redactor.line('{"a":"geheim"}\n'), '{"a":"[redacted]"}\n')
  const untouched = '{ "a":  1 }'
  t.equal(redactor.json(untouched), untouched)
  t.equal(new Redactor().text('geheim'), 'geheim')
})

t.test('whatever the secret and whatever holds it: it is gone, and the JSON can be read', async t => {
  fc.assert(
    fc.property(
      fc
        .string({ minLength: 6, unit: 'binary' })
        .filter(secret => !'[redacted]'.includes(secret)),
      fc.object({ withNullPrototype: false }),
      (secret, value) => {
        const hidden = new Redactor([secret]).json(JSON.stringify({ value, at: `<${secret}>`, [secret]: 1 }))
        const texts: string[] = []
        JSON.parse(hidden, (key, each: unknown) => {
          texts.push(key, ...typeof each === 'string' ? [each] : [])
          return each
        })
        return texts.every(text => !text.replaceAll('[redacted]', '\0').includes(secret))
      }
    ),
    { numRuns: 200 }
  )
})

t.test('fields that hold secrets by their name are blanked; errors and lists stay what they are', async t => {
  const err = new Error('x')
  t.same(
    withoutSecretFields({
      token: 1,
      jenkins: { apiToken: 'a', deep: { password: 'b', user: 'c' } },
      list: [1]
    }),
    {
      token: '[redacted]',
      jenkins: { apiToken: '[redacted]', deep: { password: '[redacted]', user: 'c' } },
      list: [1]
    }
  )
  t.equal(withoutSecretFields({ err }).err, err)
})
