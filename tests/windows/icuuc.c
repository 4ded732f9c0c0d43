/* A stand-in for Windows' own icuuc.dll, which Wine lacks and Qt wants to load: it can convert nothing. */
#define NOTHING(name) \
    void *name(void) { return 0; }

int DllMain(void *module, unsigned reason, void *reserved) { return 1; }

void *ucnv_open(char *name, int *error)
{
    if (error)
        *error = 4; /* U_FILE_ACCESS_ERROR: there is no such converter */
    return 0;
}

NOTHING(ucnv_close)
NOTHING(ucnv_reset)
NOTHING(ucnv_getMaxCharSize)
NOTHING(ucnv_getName)
NOTHING(ucnv_getToUCallBack)
NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_setToUCallBack)
NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(ucnv_toUnicode)
NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_toUCountPending)
NOTHING(ucnv_fromUCountPending)
NOTHING(ucnv_getStandardName)
NOTHING(ucnv_getAvailableName)
NOTHING(ucnv_countAvailable)
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
