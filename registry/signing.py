"""The key that signs documents, and PAdES signatures with it.

The certificate is self-issued: whoever checks a document learns from an entry of the log which
certificate is the registry's, so that one public key on paper is enough.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

BITS = 3072
YEARS = timedelta(days=3652)
FIELD = "RegistrySignature"
KEY_SUBJECT = "document-key"  # under which the log names the keys of documents


@dataclass(frozen=True)
class DocumentKey:
    """A secret key and the certificate that shows its public side."""

    secret: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @cached_property
    def certificate_der(self) -> bytes:
        """The certificate as it stands inside a signature."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hex: its name in the log."""
        return sha256(self.certificate_der).hexdigest()

    @cached_property
    def modulus(self) -> str:
        """The public key itself, in hex; its exponent is 65537."""
        return f"{self.secret.public_key().public_numbers().n:0{BITS // 4}x}"


def document_key(path: Path, base_url: str) -> DocumentKey:
    """The key kept at ``path`` (mode 600); made on the first call."""
    if not path.exists():
        _make(path, base_url)
    kept = path.read_bytes()
    secret = serialization.load_pem_private_key(kept, password=None)
    if not isinstance(secret, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key.")
    return DocumentKey(secret, x509.load_pem_x509_certificate(kept))


def _make(path: Path, base_url: str) -> None:
    """Make a key; when two processes do so at once, the first one's stays."""
    secret = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    made = datetime.now(UTC).replace(microsecond=0)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Recruitment Chain Registry"),
            x509.NameAttribute(NameOID.COMMON_NAME, urlsplit(base_url).netloc[:64]),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(made)
        .not_valid_after(made + YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(secret, hashes.SHA256())
    )
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(_pem(secret) + certificate.public_bytes(serialization.Encoding.PEM))
            out.flush()
            os.fsync(out.fileno())
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _pem(secret: rsa.RSAPrivateKey) -> bytes:
    return secret.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def sign_pdf(pdf: bytes, key: DocumentKey, *, authority: str = "") -> bytes:
    """The document with a PAdES B-B signature over every byte of it; B-T with a time authority.

    One incremental update, and a claim that nothing may follow it: whoever appends a change
    breaks the rule that the signature covers the whole file.
    """
    # Here, not above: most commands sign nothing, and this is slow to load.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.timestamps import HTTPTimeStamper

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # It would put the moment of signing into the metadata, which PDF/A and PDF/UA check.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    field = SigFieldSpec(
        FIELD,
        readable_field_name="Signature of the registry",
        invis_sig_settings=InvisSigSettings(set_print_flag=True, box_out_of_bounds=True),
    )
    settings = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        app_build_props=None,
    )
    signed = BytesIO()
    signer = signers.PdfSigner(
        settings,
        cms_signer(key),
        timestamper=HTTPTimeStamper(authority) if authority else None,
        new_field_spec=field,
    )
    # It starts an event loop, which a thread that already runs one refuses.
    with ThreadPoolExecutor(max_workers=1) as own:
        own.submit(signer.sign_pdf, writer, output=signed).result()
    return signed.getvalue()


def sign_content(content: bytes, key: DocumentKey, *, at: datetime) -> bytes:
    """A signature apart from what it signs (CMS); the same moment gives the same bytes."""
    import asyncio

    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    signing = cms_signer(key).async_sign_general_data(
        content,
        "sha256",
        signed_attr_settings=PdfCMSSignedAttributes(signing_time=at.replace(microsecond=0)),
    )
    # As above: a thread that already runs an event loop refuses another.
    with ThreadPoolExecutor(max_workers=1) as own:
        signed: bytes = own.submit(asyncio.run, signing).result().dump()
    return signed


def cms_signer(key: DocumentKey) -> "SimpleSigner":
    """The key in the form in which pyHanko takes it."""
    from asn1crypto import keys  # type: ignore[import-untyped]
    from asn1crypto import x509 as certificates
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    secret = key.secret.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return SimpleSigner(
        signing_cert=certificates.Certificate.load(key.certificate_der),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
