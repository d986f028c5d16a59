import t from 'tap'
import { deviceIdentity } from './device.js'
import type { MachineFacts } from './device.js'

const linux = (files: Record<string, string>): MachineFacts => ({
  platform: 'linux',
  readText: async file => files[file],
  run: async () => ''
})
const id = '0123456789abcdef0123456789abcdef'

t.test('the environment wins over the configuration, and that over the machine id', async t => {
  const machine = linux({ '/etc/machine-id': `${id}\n` })
  t.equal(await deviceIdentity({ PACKLINE_DEVICE_ID: 'host-7' }, 'mac-01', machine), 'host-7')
  t.equal(await deviceIdentity({}, 'mac-01', machine), 'mac-01')
  t.match(await deviceIdentity({}, undefined, machine), /^machine-[0-9a-f]{12}$/)
})

t.test("a container without the host's id is an error that says what to do", async t => {
  const image = { '/.dockerenv': '', '/etc/machine-id': id }
  await t.rejects(deviceIdentity({}, undefined, linux(image)), {
    code: 'DEVICE_UNIDENTIFIED',
    details: { reason: /container/ }
  })
  const mounted = linux({
    ...image,
    '/proc/self/mountinfo': '29 1 8:1 /etc/machine-id /etc/machine-id ro - ext4 /dev/sda1 ro\n'
  })
  t.equal(
    await deviceIdentity({}, undefined, mounted),
    await deviceIdentity({}, undefined, linux({ '/etc/machine-id': id })),
    "mounted in it is the host's identity"
  )
  t.equal(
    await deviceIdentity(
      { PACKLINE_MACHINE_ID_FILE: '/host-id' },
      undefined,
      linux({ ...image, '/host-id': id })
    ),
    await deviceIdentity({}, undefined, mounted)
  )
})

t.test('an id that cannot be one is refused', async t => {
  await t.rejects(deviceIdentity({ PACKLINE_DEVICE_ID: '../x' }, undefined, linux({})), {
    code: 'DEVICE_UNIDENTIFIED'
  })
  await t.rejects(deviceIdentity({}, undefined, linux({ '/etc/machine-id': '\n' })), {
    code: 'DEVICE_UNIDENTIFIED'
  })
})

t.test('a Mac is known by its platform UUID', async t => {
  const mac: MachineFacts = {
    platform: 'darwin',
    readText: async () => undefined,
    run: async () => '  "IOPlatformUUID" = "0A1B2C3D-0000-1111-2222-333344445555"\n'
  }
  t.match(await deviceIdentity({}, undefined, mac), /^machine-/)
  await t.rejects(
    deviceIdentity({}, undefined, {
      ...mac,
      run: async () => {
        throw new Error('none')
      }
    }),
    { code: 'DEVICE_UNIDENTIFIED' }
  )
})
