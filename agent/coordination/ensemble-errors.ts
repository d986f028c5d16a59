import {
  conflict,
  defineErrors,
  interrupted,
  joined,
  neededThing,
  workFailed,
  wrongUsage
} from '../define-errors.js'

export const ensembleErrors = defineErrors({
  ZOOKEEPER_SERVERS_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'zookeeper.servers holds "{entry}"; expected {expected}.',
      zh: 'zookeeper.servers 中的 "{entry}" 无效；应为：{expected}。'
    },
    hint: {
      en: 'Write it like "zk1:2181,zk2:2181,zk3:2181".',
      zh: '写法示例："zk1:2181,zk2:2181,zk3:2181"。'
    }
  },
  ZOOKEEPER_CHROOT_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'zookeeper.chroot is "{chroot}"; expected a path like /packline.',
      zh: 'zookeeper.chroot 的值是 "{chroot}"；应为类似 /packline 的路径。'
    },
    hint: {
      en: 'Correct it in the configuration of every machine.',
      zh: '请在每台机器的配置中修正。'
    }
  },
  ZOOKEEPER_PATH_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{path}" is no ZooKeeper path; expected /name/name without "." and ".." and control characters.',
      zh: '"{path}" 不是 ZooKeeper 路径；应为 /名称/名称，不含 "."、".." 和控制字符。'
    },
    hint: {
      en: 'Rename what it is made of, such as a project or a target.',
      zh: '请更改构成该路径的名称，例如项目或目标。'
    }
  },
  ZOOKEEPER_AUTH_FAILED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 503,
    text: {
      en: 'ZooKeeper does not let the user {user} into {chroot}.',
      zh: 'ZooKeeper 不允许用户 {user} 访问 {chroot}。'
    },
    hint: {
      en: joined(
        'The digest password or user differs from the one that {chroot} was created with. Check ',
        'zookeeper.auth.'
      ),
      zh: 'digest 用户或密码与创建 {chroot} 时所用的不同。请检查 zookeeper.auth。'
    }
  },
  ZOOKEEPER_CHROOT_MISSING: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 503,
    text: {
      en: 'The ZooKeeper node {chroot} does not exist and {user} may not create {missing}.',
      zh: 'ZooKeeper 节点 {chroot} 不存在，且 {user} 无权创建 {missing}。'
    },
    hint: {
      en: 'Have an administrator create {chroot} and give the user all rights on it.',
      zh: '请管理员创建 {chroot}，并授予该用户全部权限。'
    }
  },
  ZOOKEEPER_CHROOT_NOT_WRITABLE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 503,
    text: {
      en: 'The ZooKeeper node {chroot} can be read but not written by {user}.',
      zh: '{user} 可以读取但不能写入 ZooKeeper 节点 {chroot}。'
    },
    hint: {
      en: 'Give the user all rights on {chroot} (setAcl), or set zookeeper.auth to a user that has them.',
      zh: '请授予该用户对 {chroot} 的全部权限（setAcl），或将 zookeeper.auth 设为有权限的用户。'
    }
  },
  ZOOKEEPER_NOT_ALLOWED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 503,
    text: {
      en: 'ZooKeeper does not allow {operation} on {path}.',
      zh: 'ZooKeeper 不允许对 {path} 执行 {operation}。'
    },
    hint: {
      en: 'The node was written by another digest user. All agents of a farm need the same zookeeper.auth.',
      zh: '该节点由另一个 digest 用户写入。同一机群的所有代理必须使用相同的 zookeeper.auth。'
    }
  },
  ZOOKEEPER_UNAVAILABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'No ZooKeeper server of {servers} could be used within {waitedMs} ms ({reason}).',
      zh: '{waitedMs} 毫秒内没有可用的 ZooKeeper 服务器（{servers}；{reason}）。'
    },
    hint: {
      en: 'Check that the servers run, that a majority of them is up, and that this machine reaches ' +
        'their port.',
      zh: '请检查服务器是否运行、多数节点是否在线，以及本机能否访问其端口。'
    }
  },
  ZOOKEEPER_NOT_ZOOKEEPER: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{server} answers, but not as ZooKeeper does: {reason}',
      zh: '{server} 有应答，但不是 ZooKeeper：{reason}'
    },
    hint: {
      en: 'Check host and port in zookeeper.servers; a TLS port needs zookeeper.tls.',
      zh: '请检查 zookeeper.servers 中的主机和端口；TLS 端口需要设置 zookeeper.tls。'
    }
  },
  ZOOKEEPER_TLS_FAILED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'No TLS connection to {server}: {reason}',
      zh: '无法与 {server} 建立 TLS 连接：{reason}'
    },
    hint: {
      en: "Check zookeeper.tls: ca must have signed the server's certificate, which must carry the name " +
        'used in zookeeper.servers.',
      zh: '请检查 zookeeper.tls：ca 必须签发了服务器证书，且证书须包含 zookeeper.servers 中使用的名称。'
    }
  },
  ZOOKEEPER_CONNECTION_LOSS: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The connection to ZooKeeper went during {operation} on {path}; whether it took effect is unknown.',
      zh: '对 {path} 执行 {operation} 时与 ZooKeeper 的连接中断；是否生效未知。'
    },
    hint: {
      en: 'Run again; "packline doctor" says whether the servers are reached.',
      zh: '请重新运行；"packline doctor" 会检查能否连接服务器。'
    }
  },
  ZOOKEEPER_SESSION_LOST: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The ZooKeeper session {generation} has ended.',
      zh: 'ZooKeeper 会话 {generation} 已结束。'
    },
    hint: {
      en: 'A new one is opened: run again. If it comes often, check the clock and the load of ' +
        'this machine.',
      zh: '会建立新的会话：请重新运行。如果经常出现，请检查本机的时钟和负载。'
    }
  },
  ZOOKEEPER_CLOSED: {
    kind: 'caller',
    ...interrupted,
    retryable: false,
    text: {
      en: 'The ZooKeeper session was closed.',
      zh: 'ZooKeeper 会话已关闭。'
    },
    hint: {
      en: 'packline is ending: run again.',
      zh: 'packline 正在退出：请重新运行。'
    }
  },
  ZOOKEEPER_NO_NODE: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'The ZooKeeper node {path} does not exist.',
      zh: 'ZooKeeper 节点 {path} 不存在。'
    },
    hint: {
      en: 'Somebody removed it meanwhile: look again and decide again.',
      zh: '它已被他人删除：请重新查看后再决定。'
    }
  },
  ZOOKEEPER_NODE_EXISTS: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'The ZooKeeper node {path} exists already.',
      zh: 'ZooKeeper 节点 {path} 已存在。'
    },
    hint: {
      en: 'Somebody made it meanwhile: look again and decide again.',
      zh: '它已被他人创建：请重新查看后再决定。'
    }
  },
  ZOOKEEPER_BAD_VERSION: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'The ZooKeeper node {path} was changed in the meantime.',
      zh: 'ZooKeeper 节点 {path} 已被他人修改。'
    },
    hint: {
      en: 'Read it again and decide again.',
      zh: '请重新读取后再决定。'
    }
  },
  ZOOKEEPER_NOT_EMPTY: {
    kind: 'caller',
    ...conflict,
    text: {
      en: 'The ZooKeeper node {path} has children.',
      zh: 'ZooKeeper 节点 {path} 含有子节点。'
    },
    hint: {
      en: 'Remove what is below it first.',
      zh: '请先删除它之下的内容。'
    }
  },
  ZOOKEEPER_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{operation} on {path} carries {sizeBytes} bytes; ZooKeeper takes at most {maxBytes} at once.',
      zh: '对 {path} 执行 {operation} 的数据为 {sizeBytes} 字节；ZooKeeper 一次最多接受 {maxBytes} 字节。'
    },
    hint: {
      en: 'Do it in several steps.',
      zh: '请分几次进行。'
    }
  },
  ZOOKEEPER_REFUSED: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'ZooKeeper refused {operation} on {path} with code {zooKeeperCode}: {reason}',
      zh: 'ZooKeeper 拒绝对 {path} 执行 {operation}，代码 {zooKeeperCode}：{reason}'
    },
    hint: {
      en: "Check the servers' own log; all agents of a farm need the same zookeeper settings.",
      zh: '请查看服务器自身的日志；同一机群的所有代理必须使用相同的 zookeeper 设置。'
    }
  }
})
