import { conflict, defineErrors, neededThing, workFailed, wrongUsage } from '../define-errors.js'

export const jenkinsErrors = defineErrors({
  JENKINS_NAME_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{name}" is no name of a Jenkins {what}.',
      zh: '"{name}" 不是有效的 Jenkins 名称（{what}）。'
    },
    hint: {
      en: 'Correct it in the configuration; the full name stands in the address of its page in ' +
        'Jenkins.',
      zh: '请在配置中修正；全名见其 Jenkins 页面的地址。'
    }
  },
  JENKINS_UNREACHABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'Jenkins does not answer ({what}, {address}): {reason}',
      zh: 'Jenkins 没有应答（{what}，{address}）：{reason}'
    },
    hint: {
      en: "Check jenkins.url in the agent's configuration, and that this machine reaches the controller.",
      zh: '请检查代理配置中的 jenkins.url，并确认本机能访问该控制器。'
    }
  },
  JENKINS_TIMEOUT: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'Jenkins is too slow ({what}, {address}): {reason}',
      zh: 'Jenkins 响应过慢（{what}，{address}）：{reason}'
    },
    hint: {
      en: 'Nothing is to be done: it is asked again. If it stays, look at the load of the ' +
        'controller.',
      zh: '无需处理：稍后会再次请求。如果持续出现，请检查控制器的负载。'
    }
  },
  JENKINS_UNAVAILABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'Jenkins is not ready ({what}, {address}): status {status}',
      zh: 'Jenkins 尚未就绪（{what}，{address}）：状态码 {status}'
    },
    hint: {
      en: 'It is starting, or a proxy stands in its place: wait, and check jenkins.url if it ' +
        'stays.',
      zh: '它正在启动，或应答来自代理服务器：请稍候；如果持续出现，请检查 jenkins.url。'
    }
  },
  JENKINS_ANSWER_INVALID: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'Jenkins answers something else than expected ({what}): {found}',
      zh: 'Jenkins 的应答不符合预期（{what}）：{found}'
    },
    hint: {
      en: "Check that jenkins.url is the controller's own address (Manage Jenkins, System, Jenkins " +
        'URL), and no page of a proxy or a login.',
      zh: '请确认 jenkins.url 是控制器自身的地址（系统管理 → 系统配置 → Jenkins URL），而不是代理或登录页面。'
    }
  },
  JENKINS_UNAUTHORIZED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Jenkins does not accept the user or the token ({what}, {address}).',
      zh: 'Jenkins 不接受该用户或令牌（{what}，{address}）。'
    },
    hint: {
      en: "Check jenkins.user and the file jenkins.tokenFile; API tokens are made on the user's own " +
        'page in Jenkins.',
      zh: '请检查 jenkins.user 和文件 jenkins.tokenFile；API 令牌在 Jenkins 的用户页面中创建。'
    }
  },
  JENKINS_FORBIDDEN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The user of jenkins.user may not do this in Jenkins ({method} {address}).',
      zh: 'jenkins.user 指定的用户在 Jenkins 中没有权限（{method} {address}）。'
    },
    hint: {
      en: 'It needs Overall/Read, Job/Read, Job/Build, Agent/Connect and Agent/Disconnect.',
      zh: '需要的权限：Overall/Read、Job/Read、Job/Build、Agent/Connect、Agent/Disconnect。'
    }
  },
  JENKINS_NOT_FOUND: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Jenkins at {address} does not have {what}.',
      zh: '{address} 上的 Jenkins 中没有：{what}。'
    },
    hint: {
      en: "Check the name in the agent's configuration, and that jenkins.user may see it.",
      zh: '请检查代理配置中的名称，并确认 jenkins.user 有权看到它。'
    }
  },
  JENKINS_REFUSED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'Jenkins refuses {method} {address} with status {status} ({what}).',
      zh: 'Jenkins 拒绝了 {method} {address}，状态码 {status}（{what}）。'
    },
    hint: {
      en: "Check the rights of jenkins.user, and the controller's log.",
      zh: '请检查 jenkins.user 的权限，以及控制器的日志。'
    }
  },
  JENKINS_OUTCOME_UNKNOWN: {
    kind: 'machine',
    ...workFailed,
    httpStatus: 502,
    text: {
      en: 'Whether Jenkins did what was asked is unknown ({what}): {reason}',
      zh: '无法确定 Jenkins 是否执行了请求（{what}）：{reason}'
    },
    hint: {
      en: 'It is looked for before it is asked again; the queue of Jenkins shows whether it ' +
        'was done.',
      zh: '再次请求之前会先查找；可在 Jenkins 的队列中查看是否已经执行。'
    }
  },
  JENKINS_NODE_UNCHANGED: {
    kind: 'machine',
    ...conflict,
    text: {
      en: 'The Jenkins node {node} does not stay {wanted}; its reason is now: {reason}',
      zh: 'Jenkins 节点 {node} 没有保持 {wanted} 状态；当前原因：{reason}'
    },
    hint: {
      en: 'Somebody or something else changes it at the same time.',
      zh: '有其他人或其他程序同时在修改它。'
    }
  },
  JENKINS_JOB_NOT_PARAMETERISED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The Jenkins job {job} takes no parameters.',
      zh: 'Jenkins 任务 {job} 不接受参数。'
    },
    hint: {
      en: 'Declare the parameters that docs/trigger.md lists.',
      zh: '请声明 docs/zh-CN/trigger.md 中列出的参数。'
    }
  },
  JENKINS_JOB_PARAMETERS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The Jenkins job {job} does not declare the parameter {missing}.',
      zh: 'Jenkins 任务 {job} 没有声明参数 {missing}。'
    },
    hint: {
      en: 'Jenkins drops parameters that a job does not declare, and a start could then be doubled. ' +
        'Declare it as docs/trigger.md and docs/jenkins.md show, and run the job once by hand.',
      zh:
        'Jenkins 会丢弃未声明的参数，可能导致重复启动。请按 docs/zh-CN/trigger.md 和 docs/zh-CN/jenkins.md 声明，' +
        '并手动运行任务一次。'
    }
  },
  JENKINS_NOT_CONFIGURED: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The project has its packages made by Jenkins, and {problem}.',
      zh: '该项目由 Jenkins 制作包，但{problem}。'
    },
    hint: {
      en: 'Name the job under packages.jenkins of the project, and the controller under ' +
        '"jenkins" in the agent\'s configuration.',
      zh: '请在项目的 packages.jenkins 中写明任务，并在代理配置的 "jenkins" 中写明控制器。'
    }
  },
  JENKINS_BUILD_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The Jenkins build {url} ended as {result}. {description}',
      zh: 'Jenkins 构建 {url} 的结果是 {result}。{description}'
    },
    hint: {
      en: "The build's own log has the errors and their hints.",
      zh: '错误及其提示见该构建的日志。'
    }
  },
  JENKINS_BUILD_LOST: {
    kind: 'machine',
    ...workFailed,
    retryable: true,
    text: {
      en: 'Jenkins knows the build of {job} that was started no more.',
      zh: 'Jenkins 已没有 {job} 的这次构建。'
    },
    hint: {
      en: 'It may have been deleted, or the controller lost it: start it again.',
      zh: '它可能已被删除，或被控制器丢失：请重新启动。'
    }
  },
  JENKINS_ORDER_NONE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} says nothing of what Jenkins should hold.',
      zh: '{file} 中没有说明 Jenkins 应有的内容。'
    },
    hint: {
      en: 'Add "order" to "jenkins": folders, jobs, nodes, credentials and roles, all optional.',
      zh: '请在 "jenkins" 中添加 "order"：文件夹、任务、节点、凭据和角色，均可省略。'
    }
  },
  JENKINS_DRIFT: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: '{count} {count#thing is|things are} not in order at {url}: {things}.',
      zh: '{url} 有 {count} 处与配置不同：{things}。'
    },
    hint: {
      en:
        '"packline jenkins apply" mends it, but for nodes, credentials and kinds of items that are lacking.',
      zh: '"packline jenkins apply" 可修复，但缺少的节点、凭据以及类型不同的项目除外。'
    }
  },
  JENKINS_JOB_DISABLED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The Jenkins job {job} is disabled.',
      zh: 'Jenkins 任务 {job} 已被禁用。'
    },
    hint: {
      en: "Enable it on its page in Jenkins, or name another job in the agent's configuration.",
      zh: '请在 Jenkins 的任务页面中启用它，或在代理配置中指定另一个任务。'
    }
  }
})
