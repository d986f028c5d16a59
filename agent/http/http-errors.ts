import { defineErrors, joined, neededThing, wrongUsage } from '../define-errors.js'

export const httpErrors = defineErrors({
  HTTP_INVALID_REQUEST: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The request has {count} {count#mistake|mistakes}:\n{mistakes}',
      zh: '请求有 {count} 处错误：\n{mistakes}'
    },
    hint: {
      en: "Correct the request; the agent's page /v1 shows what each address takes.",
      zh: '请修正请求；代理的 /v1 页面说明每个地址接受什么。'
    }
  },
  HTTP_INVALID_JSON: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The body is no valid JSON: {reason}',
      zh: '请求体不是有效的 JSON：{reason}'
    },
    hint: {
      en: 'Send one JSON document in UTF-8.',
      zh: '请发送一个 UTF-8 编码的 JSON 文档。'
    }
  },
  HTTP_BAD_PATH: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The path {path} is written in a way that is not served.',
      zh: '路径 {path} 的写法不受支持。'
    },
    hint: {
      en: 'Leave out //, \\, ;, . and .., and the codes %2f, %5c and %00.',
      zh: '请去掉 //、\\、;、. 和 ..，以及编码 %2f、%5c 和 %00。'
    }
  },
  HTTP_UNAUTHORIZED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 401,
    text: {
      en: 'This needs a valid token with the role {role}.',
      zh: '此操作需要角色为 {role} 的有效令牌。'
    },
    hint: {
      en: joined(
        '"packline token add NAME --role {role}" on the agent\'s machine makes one. Commands read it from ',
        'the file that PACKLINE_AGENT_TOKEN_FILE names; others send "Authorization: Bearer TOKEN".'
      ),
      zh: joined(
        '请在代理所在机器上用 "packline token add 名称 --role {role}" 创建。命令从 PACKLINE_AGENT_TOKEN_FILE ',
        '指定的文件读取；其他程序发送 "Authorization: Bearer 令牌"。'
      )
    }
  },
  HTTP_FORBIDDEN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: '{caller} has the role {has}; this needs {role}.',
      zh: '{caller} 的角色是 {has}；此操作需要 {role}。'
    },
    hint: {
      en: joined(
        '"packline token add NAME --role {role}" on the agent\'s machine makes one that may; commands read ',
        'it from the file that PACKLINE_AGENT_TOKEN_FILE names.'
      ),
      zh: joined(
        '请在代理所在机器上用 "packline token add 名称 --role {role}" 创建有权限的令牌；',
        '命令从 PACKLINE_AGENT_TOKEN_FILE 指定的文件读取。'
      )
    }
  },
  PROJECT_FORBIDDEN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: '{caller} has the role {has} in {project}; this needs {role}.',
      zh: '{caller} 在 {project} 中的角色是 {has}；此操作需要 {role}。'
    },
    hint: {
      en: '"packline user role NAME {role} --game {project}" on the agent\'s machine gives it.',
      zh: '请在代理所在机器上用 "packline user role 名称 {role} --game {project}" 授予。'
    }
  },
  HTTP_FORM_STALE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: 'This was not sent by a page of this agent as it is shown to you now; nothing was done.',
      zh: '该请求并非由当前向您显示的本代理页面发出；未执行任何操作。'
    },
    hint: {
      en: 'You may have signed in or out in between: load the page again, and send it again. Programs need ' +
        'a token.',
      zh: '您可能在此期间登录或退出过：请重新加载页面后再提交。程序需使用令牌。'
    }
  },
  HTTP_FOREIGN_ORIGIN: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 403,
    text: {
      en: 'A page of {origin} may not call this agent.',
      zh: '{origin} 的页面不得调用此代理。'
    },
    hint: {
      en: "Open the agent's own page, or call it with a token from outside of a browser.",
      zh: '请打开代理自己的页面，或在浏览器之外携带令牌调用。'
    }
  },
  HTTP_NOT_FOUND: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: 'There is no {what}.',
      zh: '没有 {what}。'
    },
    hint: {
      en: "Check the address; the agent's page /v1 lists all of them.",
      zh: '请检查地址；代理的 /v1 页面会列出所有地址。'
    }
  },
  HTTP_METHOD_NOT_ALLOWED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 405,
    text: {
      en: '{path} does not take {method}; it takes {allowed}.',
      zh: '{path} 不接受 {method}；接受的方法：{allowed}。'
    },
    hint: {
      en: 'Use one of the methods that it takes.',
      zh: '请使用该地址接受的方法。'
    }
  },
  HTTP_TOO_LARGE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 413,
    text: {
      en: 'The body is larger than {limitBytes} bytes.',
      zh: '请求体超过 {limitBytes} 字节。'
    },
    hint: {
      en: 'Send less at once.',
      zh: '请减少一次发送的内容。'
    }
  },
  HTTP_MEDIA_TYPE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 415,
    text: {
      en: 'A body of type {type} is not taken here; expected {expected}.',
      zh: '此处不接受类型为 {type} 的请求体；应为 {expected}。'
    },
    hint: {
      en: 'Set the header Content-Type to what is expected.',
      zh: '请把请求头 Content-Type 设为所要求的类型。'
    }
  },
  HTTP_WRONG_HOST: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 421,
    text: {
      en: 'This agent does not answer for the name {host}.',
      zh: '此代理不以名称 {host} 应答。'
    },
    hint: {
      en: 'Call it by its name or address, or add the name to http.hosts in its configuration.',
      zh: '请用它的名称或地址调用，或将该名称加入配置的 http.hosts。'
    }
  },
  HTTP_RATE_LIMITED: {
    kind: 'caller',
    ...neededThing,
    httpStatus: 429,
    text: {
      en: 'More than {limit} requests in a minute; try again in {seconds} s.',
      zh: '一分钟内请求超过 {limit} 次；请在 {seconds} 秒后重试。'
    },
    hint: {
      en: 'Call less often, or raise http.rateLimitPerMinute of the agent.',
      zh: '请降低调用频率，或增大代理的 http.rateLimitPerMinute。'
    }
  },
  AGENT_LISTEN_FAILED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The agent cannot listen on {address}: {reason}',
      zh: '代理无法在 {address} 监听：{reason}'
    },
    hint: {
      en: 'Another agent may run there; "listen" in the configuration names another place.',
      zh: '可能已有另一个代理在运行；可在配置的 "listen" 中另选位置。'
    }
  },
  AGENT_NEEDS_TOKENS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The agent would listen on {address}, which others reach, without tokens.',
      zh: '代理将在他人可达的 {address} 上监听，却没有令牌。'
    },
    hint: {
      en: 'Make one with "packline token add", or listen on 127.0.0.1 or on a socket.',
      zh: '请用 "packline token add" 创建令牌，或改为监听 127.0.0.1 或套接字。'
    }
  },
  AGENT_TOKENS_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 503,
    text: {
      en: 'The tokens in {file} cannot be used: {reason}',
      zh: '{file} 中的令牌无法使用：{reason}'
    },
    hint: {
      en: '"packline token add" writes the file; each entry has name, role and sha256.',
      zh: '该文件由 "packline token add" 写入；每项有 name、role 和 sha256。'
    }
  },
  AGENT_TOKEN_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no token named "{name}".',
      zh: '没有名为 "{name}" 的令牌。'
    },
    hint: {
      en: '"packline token list" shows them.',
      zh: '"packline token list" 可列出所有令牌。'
    }
  }
})
