import t from 'tap'
import { proveProject } from './prove-project.js'
import { tamperings } from './tamper.js'

t.test('hostile projects give every source pixel back, refuse what no build may take, and hide no damage', async t => {
  const hidden = new Set(tamperings)
  const proofs = []
  // Sets, single pictures and copies; PNG, JPEG and WebP; a mesh, a palette, two platforms, a planted fault.
  for (const seed of [29, 32, 60]) {
    const proof = await proveProject(seed, { mounts: false, blocks: false, tamperings: [...hidden] })
    for (const [tampering, faults] of proof.damage) if (faults.length > 0) hidden.delete(tampering)
    proofs.push(proof)
  }
  for (const { seed, faults } of proofs) {
    t.same(faults, [], `scripts/hostile --projects 1 --seed ${seed} --no-mounts`)
  }
  t.ok(proofs.some(({ refused }) => refused !== undefined))
  t.ok(proofs.reduce((sum, { frames }) => sum + frames, 0) > 70)
  t.same([...hidden], [], 'whatever is damaged on purpose is noticed')
})
