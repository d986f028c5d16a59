import { inspect } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import type { Test } from 'tap'
import { PacklineError } from '../errors.js'
import { onlineNode, startJenkinsStandIn } from '../../test/support/jenkins-stand-in.js'
import type { JenkinsStandIn, StandInOptions } from '../../test/support/jenkins-stand-in.js'
import { openJenkins } from './configured-jenkins.js'
import type { Jenkins } from './configured-jenkins.js'

const secret = 'canary-11c0ffee'

async function start (
  t: Test,
  options: StandInOptions = { user: 'farm', token: secret }
): Promise<{ jenkins: Jenkins, standIn: JenkinsStandIn }> {
  const standIn = await startJenkinsStandIn(options)
  t.teardown(async () => {
    await standIn.close()
  })
  standIn.nodes.set('mac-01', onlineNode())
  return {
    standIn,
    jenkins: openJenkins({ url: standIn.url, user: 'farm', secret, retryMs: 1, timeoutMs: 2000 })
  }
}

async function failure (promise: Promise<unknown>): Promise<PacklineError> {
  const error = await promise.then(() => undefined, (thrown: unknown) => thrown)
  if (!(error instanceof PacklineError)) {
    throw new Error(`expected an error of the catalogue, found ${inspect(error)}`)
  }
  return error
}

const postsOf = (standIn: JenkinsStandIn): string[] =>
  standIn.requests.filter(each => each.startsWith('POST'))

t.test('a node is taken offline once, whatever the number of calls', async t => {
  const { jenkins, standIn } = await start(t)

  t.equal((await jenkins.nodes.takeOffline('mac-01', 'disk is full')).outcome, 'changed')
  t.equal((await jenkins.nodes.takeOffline('mac-01', 'disk is full')).outcome, 'unchanged')
  t.match(standIn.nodes.get('mac-01'), {
    temporarilyOffline: true,
    offlineCause: 'Disconnected by farm : [packline] disk is full'
  })
  t.equal(postsOf(standIn).length, 1)
  t.match(await jenkins.nodes.takeOffline('mac-01', 'clock is off'), {
    outcome: 'changed',
    state: { isOurs: true, isOffline: true }
  })
})

t.test('free is who has nothing to do, and who asks', async t => {
  const { jenkins, standIn } = await start(t)
  for (const name of ['busy', 'own']) standIn.nodes.set(name, { ...onlineNode(), idle: false })
  standIn.nodes.set('off', { ...onlineNode(), connected: false })
  t.equal(await jenkins.nodes.countFree(['mac-01', 'busy', 'own', 'off', 'built-in'], 'own'), 3)
})

t.test('whatever a reason says, packline knows its own again and can bring the node back', async t => {
  for (const escapesReasons of [false, true]) {
    const { jenkins, standIn } = await start(t, { user: 'farm', token: secret, escapesReasons })
    const reasons = [
      'poor: disk (only 1 GB < 5 GB & "full")',
      "drained by li : 换盘 : don't touch",
      ': : : a : : b :',
      'a\n : \tb',
      '&lt; <b>&amp;</b> '
    ]
    for (const reason of reasons) {
      t.match(await jenkins.nodes.takeOffline('mac-01', reason), {
        outcome: 'changed',
        state: { isOurs: true }
      })
      t.equal((await jenkins.nodes.takeOffline('mac-01', reason)).outcome, 'unchanged', reason)
      t.equal((await jenkins.nodes.bringOnline('mac-01')).outcome, 'changed', reason)
    }
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(' ', ':', '<', '&', "'", 'x', '盘', '[packline] ') }),
        async reason => {
          await jenkins.nodes.takeOffline('mac-01', reason)
          await jenkins.nodes.bringOnline('mac-01')
          return standIn.nodes.get('mac-01')?.temporarilyOffline === false
        }
      ),
      { numRuns: 20 }
    )
  }
})

t.test('one question tells of all nodes who took them offline, and since when', async t => {
  const { jenkins, standIn } = await start(t)
  standIn.nodes.set('linux-03', {
    ...onlineNode(),
    temporarilyOffline: true,
    offlineCause: 'Disconnected by ann : mine'
  })
  const states = await jenkins.nodes.states()
  t.same([...states.keys()], ['(built-in)', 'mac-01', 'linux-03'])
  t.match(states.get('linux-03'), {
    isTakenOffline: true,
    isOurs: false,
    offlineCause: 'Disconnected by ann : mine',
    offlineReason: 'mine',
    offlineSinceMs: 1_700_000_000_000
  })
})

t.test("a node comes back online over packline's own mark only", async t => {
  const { jenkins, standIn } = await start(t)
  await jenkins.nodes.takeOffline('mac-01', 'disk is full')
  standIn.nodes.set('linux-03', {
    ...onlineNode(),
    temporarilyOffline: true,
    offlineCause: 'Disconnected by ann : was "[packline] disk is full", I keep it'
  })

  t.match(await jenkins.nodes.bringOnline('mac-01'), { outcome: 'changed', state: { isTakenOffline: false } })
  t.equal((await jenkins.nodes.bringOnline('mac-01')).outcome, 'unchanged')
  t.equal((await jenkins.nodes.bringOnline('linux-03')).outcome, 'heldByOthers')
  t.equal(
    (await jenkins.nodes.takeOffline('linux-03', 'disk is full')).outcome,
    'heldByOthers',
    'else it would be ours to bring online'
  )
  t.match(standIn.nodes.get('linux-03'), { offlineCause: /I keep it$/ })
})

t.test("a toggle that comes after somebody else's is mended", async t => {
  const { jenkins, standIn } = await start(t)
  await jenkins.nodes.takeOffline('mac-01', 'disk is full')
  let isFirst = true
  standIn.intercept = request => {
    if (isFirst && request.url.includes('toggleOffline')) {
      isFirst = false
      standIn.nodes.set('mac-01', onlineNode())
    }
    return false
  }

  t.equal((await jenkins.nodes.bringOnline('mac-01')).outcome, 'changed')
  t.equal(standIn.nodes.get('mac-01')?.temporarilyOffline, false)
})

t.test('a toggle whose answer is lost is not sent again', async t => {
  const { jenkins, standIn } = await start(t)
  await jenkins.nodes.takeOffline('mac-01', 'disk is full')
  standIn.intercept = (request, reply) => {
    if (!request.url.includes('toggleOffline')) return false
    standIn.nodes.set('mac-01', onlineNode())
    reply.hijack()
    request.raw.socket.destroy()
    return true
  }

  t.match(await jenkins.nodes.bringOnline('mac-01'), { outcome: 'changed', state: { isTakenOffline: false } })
  t.equal(postsOf(standIn).filter(each => each.includes('toggleOffline')).length, 1)
})

t.test("whatever people and packline do to a node, a person's decision is never undone", async t => {
  const { jenkins, standIn } = await start(t)
  const action = fc.constantFrom('packlineOffline', 'packlineOnline', 'personOffline', 'personOnline')
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async actions => {
      standIn.nodes.set('mac-01', onlineNode())
      let person: string | undefined
      for (const each of actions) {
        if (each === 'personOffline') {
          standIn.nodes.set('mac-01', {
            ...onlineNode(),
            temporarilyOffline: true,
            offlineCause: person = 'Disconnected by ann : mine'
          })
        }
        if (each === 'personOnline') {
          standIn.nodes.set('mac-01', { ...onlineNode(), offlineCause: person = '' })
        }
        if (each === 'packlineOffline') {
          await jenkins.nodes.takeOffline('mac-01', 'disk is full')
        }
        if (each === 'packlineOnline') await jenkins.nodes.bringOnline('mac-01')
        if (
          person === 'Disconnected by ann : mine' &&
          standIn.nodes.get('mac-01')?.offlineCause !== person
        ) return false
      }
      return true
    }),
    { numRuns: 40 }
  )
})

t.test('a password gets its crumb when Jenkins asks for it, and again when the session has ended', async t => {
  const { jenkins, standIn } = await start(t, { user: 'farm', password: secret })

  t.equal((await jenkins.nodes.takeOffline('mac-01', 'one')).outcome, 'changed')
  t.equal((await jenkins.nodes.takeOffline('mac-01', 'two')).outcome, 'changed')
  t.equal(standIn.requests.filter(each => each.includes('crumbIssuer')).length, 1)
})

t.test('odd names lead nowhere else', async t => {
  const { jenkins, standIn } = await start(t)
  standIn.nodes.set('Büro 1;x', onlineNode())

  t.equal((await jenkins.nodes.state('(built-in)')).isOffline, false)
  t.equal((await jenkins.nodes.state('Büro 1;x')).name, 'Büro 1;x')
  for (const name of ['', '.', '..', 'a/b', 'a\\b', 'a\nb']) {
    t.equal((await failure(jenkins.nodes.state(name))).code, 'JENKINS_NAME_INVALID')
  }
  t.equal((await failure(jenkins.nodes.state('a?x=1'))).code, 'JENKINS_NOT_FOUND')
})

t.test('what is no Jenkins, or a Jenkins in trouble, gives a typed error without the secret', async t => {
  const { jenkins, standIn } = await start(t)
  const answers: Array<[number, string, string, Record<string, string>?]> = [
    [200, '<html><head><title>Company Login</title></head></html>', 'JENKINS_ANSWER_INVALID'],
    [200, '{"displayName":"mac-01"}', 'JENKINS_ANSWER_INVALID'],
    [200, '[]', 'JENKINS_ANSWER_INVALID'],
    [200, '', 'JENKINS_ANSWER_INVALID'],
    [302, '', 'JENKINS_ANSWER_INVALID', { location: 'https://login.example/' }],
    [401, '', 'JENKINS_UNAUTHORIZED'],
    [403, '<html>', 'JENKINS_FORBIDDEN'],
    [404, '', 'JENKINS_NOT_FOUND'],
    [418, '', 'JENKINS_REFUSED'],
    [503, '<html><title>Starting Jenkins</title>', 'JENKINS_UNAVAILABLE']
  ]
  for (const [status, body, code, headers = {}] of answers) {
    standIn.intercept = (_request, reply) => {
      reply.code(status).headers(headers).type('text/html').send(body)
      return true
    }
    const error = await failure(jenkins.nodes.state('mac-01'))
    t.equal(error.code, code, `${status} ${body}`)
    t.notMatch(
      inspect(error, { depth: 20, showHidden: true }),
      new RegExp(`${secret}|${Buffer.from(`farm:${secret}`).toString('base64')}`)
    )
  }
})

t.test('a slow Jenkins, one that is down and one that sends without end give typed errors', async t => {
  const { standIn } = await start(t)
  const impatient = openJenkins({
    url: standIn.url,
    user: 'farm',
    secret,
    retryMs: 1,
    retries: 1,
    timeoutMs: 50
  })
  standIn.intercept = (_request, reply) => {
    reply.hijack()
    return true
  }
  t.equal((await failure(impatient.nodes.state('mac-01'))).code, 'JENKINS_TIMEOUT')
  t.equal((await failure(impatient.jobs.start('assets', {}))).code, 'JENKINS_OUTCOME_UNKNOWN')
  standIn.intercept = (_request, reply) => {
    reply.send(Buffer.alloc(20 * 1024 * 1024))
    return true
  }
  const patient = openJenkins({ url: standIn.url, retryMs: 1, timeoutMs: 10_000 })
  t.match(await failure(patient.nodes.state('mac-01')), {
    code: 'JENKINS_ANSWER_INVALID',
    details: { found: /more than/ }
  })
  await standIn.close()
  t.equal((await failure(impatient.nodes.state('mac-01'))).code, 'JENKINS_UNREACHABLE')
  t.equal(
    (await failure(impatient.jobs.start('assets', {}))).code,
    'JENKINS_UNREACHABLE',
    'a refused connection started nothing'
  )
  t.equal(
    (await failure(impatient
      .nodes
      .state('mac-01', { signal: AbortSignal.abort(new PacklineError('INTERRUPTED')) })))
      .code,
    'INTERRUPTED'
  )
})

t.test('a Jenkins that starts is waited for', async t => {
  const { jenkins, standIn } = await start(t)
  let refused = 0
  standIn.intercept = (_request, reply) => {
    if (refused === 3) return false
    refused++
    reply.code(503).type('text/html').send(
      '<html>Please wait while Jenkins is getting ready to work ...</html>'
    )
    return true
  }

  t.equal((await jenkins.nodes.state('mac-01')).isOffline, false)
  t.equal(refused, 3)
})
