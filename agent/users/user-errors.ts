import { defineErrors, joined, neededThing, refused, wrongUsage } from '../define-errors.js'

export const userErrors = defineErrors({
  USER_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: 'There is no user named "{name}".',
      zh: '没有名为 "{name}" 的用户。'
    },
    hint: {
      en: '"packline user list" shows them.',
      zh: '"packline user list" 可列出所有用户。'
    }
  },
  USER_EXISTS: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'There is a user named "{name}" already.',
      zh: '已有名为 "{name}" 的用户。'
    },
    hint: {
      en: '"packline user role" changes what somebody may do, "packline user password" the password.',
      zh: '"packline user role" 修改权限，"packline user password" 更换密码。'
    }
  },
  USERS_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 503,
    text: {
      en: 'The users in {file} cannot be used: {reason}',
      zh: '{file} 中的用户无法使用：{reason}'
    },
    hint: {
      en: '"packline user add" writes the file; restore it or put it right.',
      zh: '该文件由 "packline user add" 写入；请恢复或修正它。'
    }
  },
  LOGIN_FAILED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 401,
    text: {
      en: 'The name or the password is wrong.',
      zh: '用户名或密码错误。'
    },
    hint: {
      en: 'Try again. "packline user password NAME" on the agent\'s machine sets a new password.',
      zh: '请重试。在代理所在机器上运行 "packline user password NAME" 可设置新密码。'
    }
  },
  LOGIN_THROTTLED: {
    kind: 'caller',
    ...neededThing,
    httpStatus: 429,
    text: {
      en: 'Too many tries to sign in; try again in {seconds} s.',
      zh: '登录尝试次数过多；请在 {seconds} 秒后重试。'
    },
    hint: {
      en: 'Wait, and check the name and the password.',
      zh: '请稍候，并检查用户名和密码。'
    }
  },
  LOGIN_PROVIDER_FAILED: {
    kind: 'machine',
    ...neededThing,
    httpStatus: 502,
    text: {
      en: '{issuer} did not tell who you are: {reason}',
      zh: '{issuer} 没有告知您的身份：{reason}'
    },
    hint: {
      en: 'Sign in again. If it stays, look at users.oidc of the agent and at the client there.',
      zh: '请重新登录。如仍失败，请检查代理配置的 users.oidc 以及该处的客户端设置。'
    }
  },
  LOGIN_STALE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'This sign-in was not begun in this browser, or more than {minutes} minutes ago.',
      zh: '该登录不是在此浏览器中开始的，或已超过 {minutes} 分钟。'
    },
    hint: {
      en: 'Begin again at /login.',
      zh: '请从 /login 重新开始。'
    }
  },
  LOGIN_NO_ROLE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: '{name} has no role in any project here.',
      zh: '{name} 在这里的任何项目中都没有角色。'
    },
    hint: {
      en: joined(
        'An administrator gives one with "packline user add NAME --oidc --role ROLE --game PROJECT", ',
        'or to a group with users.oidc.groups.'
      ),
      zh: joined(
        '管理员可用 "packline user add 名称 --oidc --role 角色 --game 项目" 授予，',
        '或通过 users.oidc.groups 授予用户组。'
      )
    }
  },
  LOGIN_WITH_PASSWORD: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: '{name} signs in with a password here, not through the identity provider.',
      zh: '{name} 在这里用密码登录，而不是通过身份提供方。'
    },
    hint: {
      en: 'Sign in with the name and the password.',
      zh: '请用用户名和密码登录。'
    }
  },
  PASSWORD_UNSUITABLE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'A password has {least} to {most} characters; this one has {length}.',
      zh: '密码须为 {least} 到 {most} 个字符；当前为 {length} 个。'
    },
    hint: {
      en: 'Choose one of that length; a sentence of several words is easy to remember.',
      zh: '请选择符合长度的密码；由几个词组成的句子容易记住。'
    }
  },
  INSTALL_LINK_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: 'This is no link of this agent.',
      zh: '这不是此代理的安装链接。'
    },
    hint: {
      en: 'Open it as it was sent, to its last letter; a link works at the agent that made it.',
      zh: '请完整打开收到的链接，不要缺字；链接只在生成它的代理上有效。'
    }
  },
  INSTALL_LINK_OVER: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 410,
    text: {
      en: 'This link is over.',
      zh: '此链接已失效。'
    },
    hint: {
      en: 'Its time has passed, or somebody took it back: ask whoever sent it for another one.',
      zh: '链接已过期或被收回：请向发送者索取新的链接。'
    }
  }
})
