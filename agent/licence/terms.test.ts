import t from 'tap'
import { withPin } from './administration.js'
import { agreedTerms, differencesBetween, effectiveTerms, knownLicence, termsOf } from './terms.js'
import type { Terms } from './terms.js'

const terms: Terms = { seats: 2, mode: 'pinned', devices: ['a', 'b'], jobsPerDevice: 3, graceMs: 10 }

t.test('the terms of a configuration are what machines have to agree on, in one order', async t => {
  const config = { ...terms, devices: ['b', 'a'], lingerMs: 1, holdMs: 2, maxWaitMs: 3 }
  t.strictSame(termsOf(config), terms)
  t.same(config.devices, ['b', 'a'], 'as it was')
})

t.test('a licence that is not configured names those that are', async t => {
  t.equal(knownLicence({ tool: 1, other: 2 }, 'other'), 2)
  t.throws(() => knownLicence({ tool: 1, other: 2 }, 'x'), {
    code: 'LICENCE_UNKNOWN',
    details: { licence: 'x', known: 'tool, other' }
  })
  t.throws(() => knownLicence({}, 'toString'), { code: 'LICENCE_UNKNOWN', details: { known: 'none' } })
})

t.test('pins of administrators go before those of the configuration', async t => {
  t.equal(effectiveTerms({ configured: terms }), terms)
  t.strictSame(effectiveTerms({ configured: terms, pinned: ['c'] }), { ...terms, devices: ['c'] })
})

t.test('machines that agree get the terms in force, others each difference', async t => {
  t.strictSame(agreedTerms('tool', { configured: terms, pinned: ['c'] }, { ...terms }), {
    ...terms,
    devices: ['c']
  })
  const other: Terms = { ...terms, seats: 1, devices: ['a'] }
  const list = [
    { name: 'seats', agreed: 2, here: 1 },
    { name: 'devices', agreed: ['a', 'b'], here: ['a'] }
  ]
  t.strictSame(differencesBetween(terms, other), list)
  t.throws(() => agreedTerms('tool', { configured: terms }, other), {
    code: 'LICENCE_CONFIG_DIFFERS',
    details: {
      licence: 'tool',
      differences: 'seats is 1 here and 2 there; devices is ["a"] here and ["a","b"] there',
      list
    }
  })
})

t.test('a device is pinned and unpinned, as far as there are seats', async t => {
  const agreement = { configured: { ...terms, devices: ['b'] } }
  const pinned = withPin('tool', agreement, 'a', true)
  t.strictSame(pinned, { ...agreement, pinned: ['a', 'b'] })
  t.strictSame(withPin('tool', pinned, 'a', true), pinned, 'twice is once')
  t.strictSame(withPin('tool', pinned, 'b', false), { ...agreement, pinned: ['a'] })
  t.throws(() => withPin('tool', pinned, 'c', true), {
    code: 'LICENCE_ALL_PINNED',
    details: { licence: 'tool', device: 'c', seats: 2, devices: ['a', 'b'] }
  })
  t.throws(() => withPin('tool', pinned, 'c', false), {
    code: 'LICENCE_DEVICE_NOT_PINNED',
    details: { licence: 'tool', device: 'c', devices: ['a', 'b'] }
  })
  t.throws(() => withPin('tool', { configured: { ...terms, mode: 'floating' } }, 'a', true), {
    code: 'LICENCE_NOT_PINNED',
    details: { licence: 'tool', mode: 'floating' }
  })
})
