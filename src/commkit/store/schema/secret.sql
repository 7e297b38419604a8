select secret from private.secret
