import { defineErrors, refused } from '../define-errors.js'

export const approvalErrors = defineErrors({
  RELEASE_NEEDS_APPROVALS: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{release} needs {needed} people to go live at {target}; so far: {people}.',
      zh: '{release} 在 {target} 上线需要 {needed} 人同意；目前：{people}。'
    },
    hint: {
      en: 'Somebody else with the role release approves it on the page of the flip, or with ' +
        '"packline release approve".',
      zh: '请另一位具有 release 角色的人在切换上线页面或用 "packline release approve" 批准。'
    }
  },
  RELEASE_APPROVED_ALREADY: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{person} approved {release} for {target} already, at {at}.',
      zh: '{person} 已于 {at} 批准 {release} 在 {target} 上线。'
    },
    hint: {
      en: 'It takes somebody else.',
      zh: '需要另一个人批准。'
    }
  },
  RELEASE_NOT_APPROVED: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{person} has not approved {release} for {target}.',
      zh: '{person} 没有批准 {release} 在 {target} 上线。'
    },
    hint: {
      en: 'An approval ends by itself when what was approved changes. The page of the flip shows who agreed.',
      zh: '批准的内容改变时，批准自动失效。切换上线页面显示谁已同意。'
    }
  },
  RELEASE_NO_APPROVAL_NEEDED: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{target} asks for no approvals.',
      zh: '{target} 不需要审批。'
    },
    hint: {
      en: '"approvals" of the target says how many people it takes.',
      zh: '目标的 "approvals" 决定需要几个人。'
    }
  }
})
