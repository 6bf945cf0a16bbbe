const values: ReadonlyMap<string, number> = new Map(
  [...'0123456789ABCDEFGHJKLMNPRSTUVWXYZ'].map((character) => [
    character,
    character >= '0' && character <= '9'
      ? Number(character)
      : Number('12345678012345070923456789'.charAt(character.charCodeAt(0) - 0x41)),
  ]),
);
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** Whether it is written as a vehicle identification number (ISO 3779): 17 characters without I, O and Q. */
export function isVehicleShape(compact: string): boolean {
  if (compact.length !== 17) return false;
  for (const character of compact) if (!values.has(character)) return false;
  // The last four are a serial number, and always digits.
  return /[A-Z]/.test(compact) && /[0-9]{4}$/.test(compact);
}

/** Whether its ninth character is the check digit that North America asks for (49 CFR 565). */
export function passesVehicleCheck(compact: string): boolean {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) {
    sum += (values.get(compact.charAt(index)) ?? 0) * (weights[index] ?? 0);
  }
  const check = sum % 11;
  return compact.charAt(8) === (check === 10 ? 'X' : String(check));
}
