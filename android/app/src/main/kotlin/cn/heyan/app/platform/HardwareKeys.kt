package cn.heyan.app.platform

import android.content.Context
import android.content.pm.PackageManager
import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.StrongBoxUnavailableException
import android.security.keystore.UserNotAuthenticatedException
import cn.heyan.core.HeyanException
import cn.heyan.core.KeyProvider
import java.security.GeneralSecurityException
import java.security.KeyStore
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** One AES key a case in the phone's key store, in StrongBox where there is one. It never leaves. */
class HardwareKeys(private val context: Context) : KeyProvider {
    private val store = KeyStore.getInstance(STORE).apply { load(null) }

    override fun wrap(alias: String, key: ByteArray, create: Boolean): ByteArray = guarded {
        val own = of(alias) ?: if (create) make(alias) else throw HeyanException.KeyGone()
        // The key store draws the nonce: it does not take one.
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.ENCRYPT_MODE, own) }
        cipher.iv + cipher.doFinal(key)
    }

    override fun unwrap(alias: String, wrapped: ByteArray): ByteArray = guarded {
        if (wrapped.size <= NONCE) throw HeyanException.BadArgument("a wrapped key is longer")
        val own = of(alias) ?: throw HeyanException.KeyGone()
        val cipher = Cipher.getInstance(CIPHER).apply { init(Cipher.DECRYPT_MODE, own, GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE)) }
        cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE)
    }

    override fun forget(alias: String) = guarded { store.deleteEntry(alias) }

    private fun of(alias: String) = store.getKey(alias, null) as SecretKey?

    private fun make(alias: String): SecretKey {
        val strong = Build.VERSION.SDK_INT >= 28 && context.packageManager.hasSystemFeature(PackageManager.FEATURE_STRONGBOX_KEYSTORE)
        if (!strong) return generate(alias, strong = false)
        return try {
            generate(alias, strong = true)
        } catch (full: StrongBoxUnavailableException) {
            generate(alias, strong = false)
        }
    }

    private fun generate(alias: String, strong: Boolean): SecretKey {
        val spec = KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setKeySize(256)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
        if (strong && Build.VERSION.SDK_INT >= 28) spec.setIsStrongBoxBacked(true)
        return KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE).apply { init(spec.build()) }.generateKey()
    }

    private fun <T> guarded(call: () -> T): T = try {
        call()
    } catch (gone: KeyPermanentlyInvalidatedException) {
        throw HeyanException.KeyGone()
    } catch (locked: UserNotAuthenticatedException) {
        throw HeyanException.KeyLocked()
    } catch (changed: AEADBadTagException) {
        throw HeyanException.BadArgument("wrapped by another key")
    } catch (other: GeneralSecurityException) {
        throw HeyanException.KeyLocked()
    }

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val CIPHER = "AES/GCM/NoPadding"
        const val NONCE = 12
        const val TAG_BITS = 128
    }
}
