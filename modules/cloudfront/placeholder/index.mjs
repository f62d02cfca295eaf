// Stands in until the function's package is built: hands the request on as it came, or the answer.
export const handler = async ({ Records: [{ cf }] }) => cf.response ?? cf.request;
